//! Areas of the catalogue: their order, and what own ones are called.

use super::capabilities::{builtin, holder, new};
use super::last_event;
use domain::problem::Code;
use service::Env;
use service::capabilities::{New, areas, create, list, remove, rename};
use service::testing::{on_each, refused, refused_at};

#[tokio::test]
async fn areas_stand_together_in_the_order_in_which_they_came() {
    on_each(async |world| {
        let env = world.env().await;
        for key in ["shop.open", "bank.pay", "shop.close", "bank.look"] {
            create(&env, &new(key)).await.expect("a capability");
        }
        let all = list(&world.env().await).await.expect("the catalogue");
        let own: Vec<_> = all
            .iter()
            .filter(|one| !one.builtin)
            .map(|one| one.key.as_str())
            .collect();
        assert_eq!(own, ["shop.open", "shop.close", "bank.pay", "bank.look"]);
    })
    .await;
}

#[tokio::test]
async fn an_own_area_has_a_name_of_its_own() {
    on_each(async |world| {
        let env = world.env().await;
        let named = |key: &str, area: &str| New {
            area: Some(area.to_owned()),
            ..new(key)
        };
        // The first capability of an area names it; the next may say the same or nothing.
        let made = create(&env, &named("crm_api.read", " CRM API ")).await.expect("made");
        assert_eq!(made.area, "CRM API");
        create(&env, &named("crm_api.write", "CRM API")).await.expect("made");
        create(&env, &named("shop.open", "")).await.expect("made");
        let env = world.env().await;
        let own = |env: &Env| -> Vec<(String, String, usize)> {
            let all = areas(env).expect("areas").into_iter().filter(|one| !one.builtin);
            all.map(|one| (one.key, one.name, one.capabilities)).collect()
        };
        let line = |key: &str, name: &str, many| (key.to_owned(), name.to_owned(), many);
        assert_eq!(own(&env), [line("crm_api", "CRM API", 2), line("shop", "Shop", 1)]);
        // Another name for what has one, and the name of another, are refused.
        assert_eq!(
            refused_at(create(&env, &named("shop.close", "Tills")).await),
            (Code::InvalidValue, "/area".to_owned())
        );
        assert_eq!(
            refused_at(create(&env, &named("bank.pay", "crm api")).await),
            (Code::InvalidValue, "/area".to_owned())
        );
        assert_eq!(
            refused_at(create(&env, &named("bank.pay", "a\u{202e}b")).await),
            (Code::InvalidValue, "/area".to_owned())
        );
        for taken in ["Users", "U\u{455}ers", "crm api"] {
            assert_eq!(
                refused_at(rename(&env, "shop", taken).await),
                (Code::InvalidValue, "/name".to_owned())
            );
        }
        assert_eq!(
            refused_at(rename(&env, "shop", " ").await),
            (Code::InvalidValue, "/name".to_owned())
        );
        assert_eq!(refused(rename(&env, "shop", "Shop").await), Code::Unchanged);
        assert_eq!(refused(rename(&env, "users", "People").await), Code::Conflict);
        assert_eq!(refused(rename(&env, "nowhere", "Nowhere").await), Code::NotFound);
        let limited = holder(&world, &env, "Lena", &["roles.view"]).await;
        assert_eq!(refused(rename(&limited, "shop", "Tills").await), Code::Forbidden);
        // It is called so everywhere at once, also for who asks next out of memory.
        rename(&env, "shop", "Tills").await.expect("renamed");
        rename(&env, "shop", "Cash desks").await.expect("renamed again");
        assert_eq!(
            last_event(&env).await,
            "capability_area.changed done by Ada Okafor on shop, 0 parts"
        );
        let env = world.env().await;
        assert_eq!(own(&env)[1], line("shop", "Cash desks", 1));
        assert_eq!(builtin(&env, "shop.open").await.area, "Cash desks");
        // Nor does one come to be called as another is by its key alone.
        rename(&env, "shop", "Bank").await.expect("renamed");
        let env = world.env().await;
        assert_eq!(
            refused_at(create(&env, &new("bank.pay")).await),
            (Code::InvalidValue, "/area".to_owned())
        );
        create(&env, &named("bank.pay", "The bank")).await.expect("made");
        create(&env, &new("eu-billing.see")).await.expect("made");
        let env = world.env().await;
        let alike = create(&env, &new("eu_billing.pay")).await;
        assert_eq!(refused_at(alike), (Code::InvalidValue, "/area".to_owned()));
        rename(&env, "shop", "Cash desks").await.expect("renamed");
        let env = world.env().await;
        // Where nothing is left in it there is no such area; what comes next has its name again.
        remove(&env, builtin(&env, "shop.open").await.id)
            .await
            .expect("deleted");
        let env = world.env().await;
        assert_eq!(refused(rename(&env, "shop", "Tills").await), Code::NotFound);
        let taken = refused_at(rename(&env, "bank", "Cash desks").await);
        assert_eq!(taken, (Code::InvalidValue, "/name".to_owned()));
        create(&env, &new("shop.close")).await.expect("made");
        assert_eq!(builtin(&env, "shop.close").await.area, "Cash desks");
    })
    .await;
}

#[tokio::test]
async fn what_is_saved_twice_is_told_as_it_is_and_needs_one_right() {
    on_each(async |world| {
        let env = world.env().await;
        create(&env, &new("shop.open")).await.expect("made");
        let manager = holder(&world, &env, "Mona", &["capabilities.manage"]).await;
        let form = service::screens::new_capability(&manager).await.expect("the form");
        assert_eq!(
            form.areas.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(),
            ["shop"]
        );
        service::screens::area_page(&manager, "shop").await.expect("the form");
        // Two clicks, of which the second read what was before the first.
        let env = world.env().await.once_per("areas/shop", "key", b"name=Tills");
        let first = rename(&env, "shop", "Tills").await.expect("renamed");
        let again = rename(&env, "shop", "Tills").await.expect("told again");
        assert_eq!((first.name.as_str(), again.name.as_str()), ("Tills", "Tills"));
    })
    .await;
}
