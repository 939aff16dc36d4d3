use super::*;
use uuid::Uuid;

#[test]
fn what_is_asked_survives_its_own_text() {
    let id = |n: u128| Uuid::from_u128((7 << 76) | n);
    let set = |effective_from, effective_to| DateChange::Set {
        effective_from,
        effective_to,
    };
    let selection = AssignmentSelection::Matching {
        filter: assignments::Filter {
            q: "ada".to_owned(),
            states: vec![assignments::State::EndingSoon],
            ..assignments::Filter::default()
        },
        exclude: vec![id(1).into()],
    };
    for change in [
        set(None, Some(None)),
        set(Some(None), None),
        set(None, Some(Some(Time(1_000)))),
        DateChange::Extend { days: 30 },
    ] {
        let asked = Request::SetDates(SetDates {
            selection: selection.clone(),
            change,
        });
        let text = serde_json::to_string(&asked).expect("text");
        assert_eq!(serde_json::from_str::<Request>(&text).ok(), Some(asked), "{text}");
    }
    let undo = Request::Undo(Undo {
        operation_id: id(2).into(),
        of: Action::RemoveMembers,
        group_id: Some(id(3).into()),
    });
    let text = serde_json::to_string(&undo).expect("text");
    assert!(text.contains(r#""action":"undo""#), "{text}");
    assert_eq!(serde_json::from_str::<Request>(&text).ok(), Some(undo));
    for action in Action::ALL {
        assert_eq!(Action::parse(action.as_str()), Some(action));
    }
}
