//! The one way to draw an icon: a reference into the sprite, never a drawing in the page.
use leptos::prelude::*;

/// Every drawing of the sprite. `Kind…` and `State…` are our own, drawn on a grid of 16.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Glyph {
    House,
    Users,
    Shield,
    Network,
    Route,
    Log,
    ListChecks,
    Key,
    Building,
    PersonAdd,
    Search,
    Bell,
    Question,
    ChevronDown,
    ChevronRight,
    ChevronLeft,
    ChevronsUpDown,
    ChevronsLeft,
    Close,
    Plus,
    Minus,
    Check,
    More,
    ArrowUp,
    ArrowDown,
    ArrowRight,
    ArrowUpRight,
    Copy,
    Download,
    Columns,
    Rows,
    Calendar,
    Undo,
    Refresh,
    Warning,
    Info,
    CircleX,
    Lock,
    LogOut,
    Laptop,
    Smartphone,
    Eye,
    Menu,
    Mail,
    Star,
    History,
    Chain,
    Fingerprint,
    Compass,
    CircleCheck,
    Terminal,
    Equal,
    Ban,
    PersonRemove,
    StateActive,
    StateScheduled,
    StateEnding,
    StateEnded,
    StateRevoked,
    StateNoEffect,
    StateSuspended,
    StateInvited,
    KindPerson,
    KindGroup,
    KindService,
    KindNode,
    KindRole,
    KindKey,
    KindCapability,
    Subset,
    Groups,
}

impl Glyph {
    /// The id of the symbol in `style/icons.svg`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::House => "house",
            Self::Users => "users",
            Self::Shield => "shield",
            Self::Network => "network",
            Self::Route => "route",
            Self::Log => "scroll-text",
            Self::ListChecks => "list-checks",
            Self::Key => "key-round",
            Self::Building => "building-2",
            Self::PersonAdd => "user-round-plus",
            Self::Search => "search",
            Self::Bell => "bell",
            Self::Question => "circle-question-mark",
            Self::ChevronDown => "chevron-down",
            Self::ChevronRight => "chevron-right",
            Self::ChevronLeft => "chevron-left",
            Self::ChevronsUpDown => "chevrons-up-down",
            Self::ChevronsLeft => "chevrons-left",
            Self::Close => "x",
            Self::Plus => "plus",
            Self::Minus => "minus",
            Self::Check => "check",
            Self::More => "ellipsis",
            Self::ArrowUp => "arrow-up",
            Self::ArrowDown => "arrow-down",
            Self::ArrowRight => "arrow-right",
            Self::ArrowUpRight => "arrow-up-right",
            Self::Copy => "copy",
            Self::Download => "download",
            Self::Columns => "columns-3",
            Self::Rows => "rows-3",
            Self::Calendar => "calendar",
            Self::Undo => "undo-2",
            Self::Refresh => "rotate-cw",
            Self::Warning => "triangle-alert",
            Self::Info => "info",
            Self::CircleX => "circle-x",
            Self::Lock => "lock",
            Self::LogOut => "log-out",
            Self::Laptop => "laptop",
            Self::Smartphone => "smartphone",
            Self::Eye => "eye",
            Self::Menu => "menu",
            Self::Mail => "mail",
            Self::Star => "star",
            Self::History => "history",
            Self::Chain => "link",
            Self::Fingerprint => "fingerprint",
            Self::Compass => "compass",
            Self::CircleCheck => "circle-check",
            Self::Terminal => "terminal",
            Self::Equal => "equal",
            Self::Ban => "ban",
            Self::PersonRemove => "user-round-x",
            Self::StateActive => "s-active",
            Self::StateScheduled => "s-scheduled",
            Self::StateEnding => "s-ending",
            Self::StateEnded => "s-ended",
            Self::StateRevoked => "s-revoked",
            Self::StateNoEffect => "s-none",
            Self::StateSuspended => "s-suspended",
            Self::StateInvited => "s-invited",
            Self::KindPerson => "k-person",
            Self::KindGroup => "k-group",
            Self::KindService => "k-service",
            Self::KindNode => "k-node",
            Self::KindRole => "k-role",
            Self::KindKey => "k-key",
            Self::KindCapability => "k-cap",
            Self::Subset => "subset",
            Self::Groups => "groups",
        }
    }

    /// The address of the drawing; it changes when the sprite does.
    pub fn href(self) -> String {
        format!("/assets/icons.svg?v={}#{}", env!("ICONS_REV"), self.id())
    }

    /// Drawn on a grid of 16 units, not of 24: the stroke differs.
    const fn is_small_grid(self) -> bool {
        matches!(
            self,
            Self::StateActive
                | Self::StateScheduled
                | Self::StateEnding
                | Self::StateEnded
                | Self::StateRevoked
                | Self::StateNoEffect
                | Self::StateSuspended
                | Self::StateInvited
                | Self::KindPerson
                | Self::KindGroup
                | Self::KindService
                | Self::KindNode
                | Self::KindRole
                | Self::KindKey
                | Self::KindCapability
                | Self::Subset
        )
    }
}

/// How large an icon is drawn.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum IconSize {
    /// 12 px.
    Tiny,
    /// 14 px.
    Small,
    /// 16 px (14 px for kinds and states).
    #[default]
    Normal,
    /// 20 px.
    Large,
}

/// A drawing beside words. Hidden from assistive technology: the words stand next to it, or the control has a name.
#[component]
pub fn Icon(
    /// What is drawn.
    glyph: Glyph,
    /// How large.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    let class = match (glyph.is_small_grid(), size) {
        (true, IconSize::Tiny) => "g g-12",
        (true, _) => "g",
        (false, IconSize::Tiny) => "i i-12",
        (false, IconSize::Small) => "i i-14",
        (false, IconSize::Normal) => "i",
        (false, IconSize::Large) => "i i-20",
    };
    view! {
        <svg class=class aria-hidden="true">
            <use href=glyph.href()></use>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glyph_is_in_the_sprite() {
        let sprite = include_str!("../../../style/icons.svg");
        for glyph in [
            Glyph::House,
            Glyph::Close,
            Glyph::StateSuspended,
            Glyph::KindCapability,
            Glyph::Subset,
        ] {
            assert!(
                sprite.contains(&format!("<symbol id=\"{}\"", glyph.id())),
                "{}",
                glyph.id()
            );
        }
    }

    #[test]
    fn an_icon_is_hidden_and_names_the_revision_of_the_sprite() {
        let html = view! { <Icon glyph=Glyph::Search/> }.to_html();
        assert!(html.contains("aria-hidden=\"true\""), "{html}");
        assert!(
            html.contains(concat!("/assets/icons.svg?v=", env!("ICONS_REV"), "#search")),
            "{html}"
        );
    }
}
