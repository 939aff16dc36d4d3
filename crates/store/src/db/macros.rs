//! One query text, expanded for both drivers. A text is a `&'static str` or [`crate::sql::Both`].

/// `bind_all!(conn, method, query, text; binds…)`: the shared expansion of the macros below.
macro_rules! run {
    ($conn:expr, $query:ident $(::<$row:ty>)?, $method:ident, $text:expr $(, $bind:expr)*) => {
        match $crate::db::Conn::native($conn) {
            $crate::db::Native::Sqlite(native) => sqlx::$query$(::<sqlx::Sqlite, $row>)?($crate::sql::Text::sqlite($text))
                $(.bind($bind))*
                .$method(native)
                .await
                .map_err($crate::error::Error::from),
            $crate::db::Native::Postgres(native) => sqlx::$query$(::<sqlx::Postgres, $row>)?($crate::sql::Text::postgres($text))
                $(.bind($bind))*
                .$method(native)
                .await
                .map_err($crate::error::Error::from),
        }
    };
}

/// All rows, as `Vec<$row>`.
macro_rules! all {
    ($conn:expr, $row:ty, $text:expr $(, $bind:expr)* $(,)?) => {
        run!($conn, query_as::<$row>, fetch_all, $text $(, $bind)*)
    };
}

/// The only row, or none.
macro_rules! optional {
    ($conn:expr, $row:ty, $text:expr $(, $bind:expr)* $(,)?) => {
        run!($conn, query_as::<$row>, fetch_optional, $text $(, $bind)*)
    };
}

/// The only row; its absence is an error.
macro_rules! one {
    ($conn:expr, $row:ty, $text:expr $(, $bind:expr)* $(,)?) => {
        run!($conn, query_as::<$row>, fetch_one, $text $(, $bind)*)
    };
}

/// Runs a statement and returns how many rows it touched.
macro_rules! execute {
    ($conn:expr, $text:expr $(, $bind:expr)* $(,)?) => {
        match $crate::db::Conn::native($conn) {
            $crate::db::Native::Sqlite(native) => sqlx::query::<sqlx::Sqlite>($crate::sql::Text::sqlite($text))
                $(.bind($bind))*
                .execute(native)
                .await
                .map(|done| done.rows_affected())
                .map_err($crate::error::Error::from),
            $crate::db::Native::Postgres(native) => sqlx::query::<sqlx::Postgres>($crate::sql::Text::postgres($text))
                $(.bind($bind))*
                .execute(native)
                .await
                .map(|done| done.rows_affected())
                .map_err($crate::error::Error::from),
        }
    };
}
