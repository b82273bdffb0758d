//! Why the database could not do something, and what to do about it. Names of constraints become sentences here and
//! nowhere else.

use domain::text::Text;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is not one of a database.
    #[error("“{0}” is not the address of a database: write sqlite://path or postgres://user@host/name")]
    Address(String),
    /// No connection. The address is given without its password.
    #[error("cannot open the database {address}")]
    Open {
        /// The address, password removed.
        address: String,
        /// What the driver said.
        source: sqlx::Error,
    },
    /// The database has no tables yet, or an older layout.
    #[error("the database has layout {found}, this program needs {needed}: run `khoi migrate`")]
    Layout {
        /// Migrations applied.
        found: i64,
        /// Migrations this program brings.
        needed: i64,
    },
    /// An applied migration is not the one this program brings.
    #[error("migration {version} of the database is not the one of this program")]
    ForeignMigration {
        /// Number of the migration.
        version: i64,
    },
    /// A backup is put back into an empty database only.
    #[error("the database {address} is not empty")]
    NotEmpty {
        /// Its address, password removed.
        address: String,
    },
    /// Something in a backup that is no row of a table of this program.
    #[error("the backup holds something that is no row of {table}")]
    NotARow {
        /// The table it was said to be of.
        table: String,
    },
    /// A rule of the database was broken.
    #[error("the database refused: {}", .0.text().en)]
    Rule(Rule),
    /// A number that is not finite, or a text with a zero byte, which no column can hold.
    #[error("{table}.{column} cannot hold this value")]
    Unstorable {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
    },
    /// A stored value that the domain refuses: the row was changed from outside.
    #[error("{what} in the database cannot be read: {why}")]
    Corrupt {
        /// Which row.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// Anything else the driver reports.
    #[error("the database failed while {doing}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// What the driver said.
        source: sqlx::Error,
    },
}

impl StoreError {
    /// Whether the database cannot be reached, is full, or has too much to do: the same may succeed a little later, and nothing of it is done.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        let (Self::Database { source, .. } | Self::Open { source, .. }) = self else { return false };
        match source {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => {
                true
            }
            // PostgreSQL: class 08 connection exception, 53 insufficient resources, 57 operator intervention (Appendix A of its manual).
            // SQLite: 5 busy, 10 input or output failed, 13 full, 14 cannot open, with their extended codes (sqlite.org/rescode.html).
            sqlx::Error::Database(error) => error.code().is_some_and(|code| match code.parse::<i64>() {
                Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 10 | 13 | 14),
                _ => ["08", "53", "57"].iter().any(|class| code.starts_with(class)),
            }),
            _ => false,
        }
    }
}

/// A rule kept by the database itself, by the name of its constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// An establishment whose enterprise is not in the register.
    UnknownEnterprise,
    /// A return or event of an establishment that is not in the register.
    UnknownEstablishment,
    /// A line of a product that is not in the register.
    UnknownProduct,
    /// Two versions of one thing written by the same transaction.
    Twice,
    /// A value outside its range.
    Range,
    /// A row that refers to one that is not there.
    Reference,
}

impl Rule {
    /// The rule of a constraint; by its name where the database tells it, else by what kind of rule was broken.
    fn of(error: &dyn sqlx::error::DatabaseError) -> Option<Self> {
        let named = match error.constraint() {
            Some("establishment_enterprise_known" | "project_enterprise_known") => Some(Self::UnknownEnterprise),
            Some("return_establishment_known" | "establishment_code_known") => Some(Self::UnknownEstablishment),
            Some("return_line_product_known" | "product_code_known" | "base_quantity_product_known") => {
                Some(Self::UnknownProduct)
            }
            _ => None,
        };
        named.or_else(|| match error.kind() {
            sqlx::error::ErrorKind::UniqueViolation => Some(Self::Twice),
            sqlx::error::ErrorKind::ForeignKeyViolation => Some(Self::Reference),
            sqlx::error::ErrorKind::CheckViolation | sqlx::error::ErrorKind::NotNullViolation => Some(Self::Range),
            _ => None,
        })
    }

    /// The rule in words.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::UnknownEnterprise => Text::new(
                "Doanh nghiệp của cơ sở hoặc dự án chưa có trong danh bạ. Hãy nhập doanh nghiệp trước.",
                "The enterprise of an establishment or a project is not in the register. Import the enterprises first.",
            ),
            Self::UnknownEstablishment => Text::new(
                "Cơ sở chưa có trong danh bạ. Hãy nhập cơ sở trước.",
                "An establishment is not in the register. Import the establishments first.",
            ),
            Self::UnknownProduct => Text::new(
                "Sản phẩm chưa có trong danh bạ. Hãy nhập sản phẩm trước.",
                "A product is not in the register. Import the products first.",
            ),
            Self::Twice => Text::new(
                "Cùng một đối tượng xuất hiện hai lần trong một lần ghi. Hãy giữ lại một dòng.",
                "The same thing occurs twice in one change. Keep one of the two.",
            ),
            Self::Range => Text::new(
                "Có giá trị nằm ngoài khoảng cho phép hoặc bị bỏ trống. Hãy kiểm tra lại dữ liệu nhập.",
                "A value is outside its range or missing. Check what is being entered.",
            ),
            Self::Reference => Text::new(
                "Dữ liệu nhập nhắc tới một mã chưa có trong cơ sở dữ liệu. Hãy nhập danh bạ trước.",
                "What is entered refers to a code that is not in the database. Import the register first.",
            ),
        }
    }
}

impl StoreError {
    /// Sorts a driver's error, saying what was being done.
    pub(crate) fn of(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| match source.as_database_error().and_then(Rule::of) {
            Some(rule) => Self::Rule(rule),
            None => Self::Database { doing, source },
        }
    }

    /// A stored value that cannot be read.
    pub(crate) fn corrupt(what: impl Into<String>, why: impl ToString) -> Self {
        Self::Corrupt { what: what.into(), why: why.to_string() }
    }

    /// What happened and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Address(address) => Text::new(
                format!(
                    "“{address}” không phải địa chỉ cơ sở dữ liệu. Hãy viết sqlite://đường-dẫn hoặc postgres://người-dùng@máy/tên."
                ),
                self.to_string(),
            ),
            Self::Open { address, source } => Text::new(
                format!(
                    "Không mở được cơ sở dữ liệu {address} ({source}). Hãy kiểm tra địa chỉ, quyền truy cập; với cơ sở dữ liệu mới, chạy `khoi migrate` trước."
                ),
                format!(
                    "Cannot open the database {address} ({source}). Check the address and the access rights; for a new database run `khoi migrate` first."
                ),
            ),
            Self::Layout { found, needed } => Text::new(
                format!(
                    "Cơ sở dữ liệu đang ở cấu trúc số {found}, chương trình cần số {needed}. Hãy chạy `khoi migrate`."
                ),
                format!("The database has layout {found}, this program needs {needed}. Run `khoi migrate`."),
            ),
            Self::ForeignMigration { version } => Text::new(
                format!(
                    "Bước nâng cấp số {version} trong cơ sở dữ liệu khác với bước của chương trình này. Hãy dùng đúng phiên bản chương trình đã tạo cơ sở dữ liệu."
                ),
                format!(
                    "Migration {version} of the database is not the one of this program. Use the version of the program that made the database."
                ),
            ),
            Self::NotEmpty { address } => Text::new(
                format!(
                    "Cơ sở dữ liệu {address} không trống; bản sao lưu chỉ được khôi phục vào cơ sở dữ liệu trống. Hãy chọn tệp chưa có, hoặc tạo cơ sở dữ liệu PostgreSQL mới."
                ),
                format!(
                    "The database {address} is not empty; a backup is restored into an empty one only. Name a file that is not there yet, or create a new PostgreSQL database."
                ),
            ),
            Self::NotARow { table } => Text::new(
                format!(
                    "Bản sao lưu có nội dung không phải dòng của bảng {table}. Tệp không do chương trình này ghi; hãy dùng bản sao lưu khác."
                ),
                format!(
                    "The backup holds something that is no row of {table}. This program did not write the file; use another backup."
                ),
            ),
            Self::Rule(rule) => rule.text(),
            Self::Unstorable { table, column } => Text::new(
                format!(
                    "Không lưu được giá trị của cột {column} (bảng {table}): số không hữu hạn hoặc chữ có ký tự rỗng. Hãy sửa giá trị đó."
                ),
                format!(
                    "The value for column {column} of table {table} cannot be stored: a number that is not finite, or text with a zero byte. Correct that value."
                ),
            ),
            Self::Corrupt { what, why } => Text::new(
                format!(
                    "Không đọc được {what} trong cơ sở dữ liệu: {why}. Dòng này đã bị sửa từ bên ngoài; hãy chạy `khoi verify`."
                ),
                format!(
                    "{what} in the database cannot be read: {why}. The row was changed from outside; run `khoi verify`."
                ),
            ),
            Self::Database { doing, source } => Text::new(
                format!("Cơ sở dữ liệu báo lỗi ({doing}): {source}. Không có gì bị ghi dở dang."),
                format!("The database failed while {doing}: {source}. Nothing was half-written."),
            ),
        }
    }
}
