//! The shape before a name: circle person, rounded square group, hexagon service.
use leptos::prelude::*;

use crate::{
    button::join,
    icon::{Glyph, Icon},
};

/// What kind of subject it is; the shape says it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Shape {
    /// A circle.
    #[default]
    Person,
    /// A rounded square.
    Group,
    /// A hexagon.
    Service,
}

/// What is special about the subject.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Standing {
    /// Nothing.
    #[default]
    Usual,
    /// The person who looks at the page.
    Me,
    /// Not yet come.
    Invited,
    /// Suspended.
    Off,
}

/// How large an avatar is drawn.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum AvatarSize {
    /// 20 px.
    Small,
    /// 24 px.
    #[default]
    Normal,
    /// 32 px.
    Large,
    /// 40 px.
    Huge,
}

/// A shape with initials. Hidden from assistive technology: the name stands next to it.
#[component]
pub fn Avatar(
    /// The name it stands for.
    #[prop(into)]
    name: String,
    /// Kind of subject.
    #[prop(optional)]
    shape: Shape,
    /// What is special.
    #[prop(optional)]
    standing: Standing,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    let shape_class = match shape {
        Shape::Person => "",
        Shape::Group => "av-group",
        Shape::Service => "av-service",
    };
    let standing = match standing {
        Standing::Usual => "",
        Standing::Me => "av-me",
        Standing::Invited => "av-invited",
        Standing::Off => "av-off",
    };
    let size = match size {
        AvatarSize::Small => "av-20",
        AvatarSize::Normal => "",
        AvatarSize::Large => "av-32",
        AvatarSize::Huge => "av-40",
    };
    let inside = match shape {
        Shape::Service => view! { <Icon glyph=Glyph::Terminal/> }.into_any(),
        Shape::Person | Shape::Group => initials(&name).into_any(),
    };
    view! { <span class=join(&["av", shape_class, standing, size]) aria-hidden="true">{inside}</span> }.into_any()
}

/// The first letters of the first and of the last word. Chinese, Japanese and Korean names give their first
/// character; the Arabic article does not count as a letter of the name.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    let first = words.first().and_then(|word| letter(word));
    let last = if words.len() > 1 {
        words.last().and_then(|word| letter(word))
    } else {
        None
    };
    match (first, last) {
        (Some(first), _) if first.chars().next().is_some_and(is_ideographic) => first,
        (Some(first), Some(last)) => first + &last,
        (Some(first), None) => first,
        (None, _) => "?".to_owned(),
    }
}

/// The first letter of a word with the marks that belong to it, in upper case.
fn letter(word: &str) -> Option<String> {
    let word = word
        .strip_prefix("ال")
        .filter(|rest| rest.chars().count() > 1)
        .unwrap_or(word);
    let mut chars = word.chars().skip_while(|c| !c.is_alphanumeric());
    let mut out: String = chars.next()?.to_uppercase().collect();
    out.extend(chars.take_while(|c| matches!(c, '\u{300}'..='\u{36f}')));
    Some(out)
}

/// Characters that stand for a syllable or a word of their own.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_names_from_everywhere() {
        for (name, expected) in [
            ("Ada Okafor", "AO"),
            ("Bram de Vries", "BV"),
            ("Nguyễn Thị Minh Khai", "NK"),
            ("Oluwaseun Adeyemi-Bakare", "OA"),
            ("Γιώργος Παπαδόπουλος", "ΓΠ"),
            ("олександра шевченко", "ОШ"),
            ("محمد الهاشمي", "مه"),
            ("山田 花子", "山"),
            ("김민수", "김"),
            ("Support", "S"),
            ("I\u{301}nigo Etxeberria", "I\u{301}E"),
            ("  (Dana)  -- ", "D"),
            ("", "?"),
            ("—", "?"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn the_shape_is_the_kind() {
        let html = view! { <Avatar name="ci" shape=Shape::Service/> }.to_html();
        assert!(
            html.contains("av av-service") && html.contains("#terminal") && html.contains("aria-hidden"),
            "{html}"
        );
    }
}
