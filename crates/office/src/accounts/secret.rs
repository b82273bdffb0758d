//! Chance and hashing: tokens, password hashes, one-time codes. The only place of the product that draws random bytes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use domain::accounts::Login;
use domain::text::Text;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use totp_rs::{Builder, Secret, Totp};

use crate::context::OfficeError;

/// What only its holder may know: a session's token, a link's. Written out by [`Token::reveal`] alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// 256 random bits.
    pub(crate) fn new() -> Result<Self, OfficeError> {
        Ok(Self(hex(&random::<32>()?)))
    }

    /// One that came back in a cookie or an address.
    #[must_use]
    pub fn held(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text, to be put into a cookie or an address.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What follows from it for one purpose, and tells neither the token nor what follows for another.
    pub(crate) fn derived(&self, purpose: &str) -> String {
        digest(format!("{purpose}:{}", self.0).as_bytes())
    }

    /// What the database keeps of it.
    pub(crate) fn digest(&self) -> String {
        digest(self.0.as_bytes())
    }
}

/// The SHA-256 of bytes, in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn random<const N: usize>() -> Result<[u8; N], OfficeError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| {
        OfficeError::Said(Text::new(
            "Máy chủ không cấp được số ngẫu nhiên. Hãy báo người quản trị.",
            "The server cannot draw random numbers. Tell the administrator.",
        ))
    })?;
    Ok(bytes)
}

/// Hashing takes 19 MiB and some tens of milliseconds; two at a time, so that a crowd at the door does not stop those inside.
static HASHING: Semaphore = Semaphore::const_new(2);

/// The hash a password is kept as: argon2id with the parameters of the crate (RFC 9106; 19 MiB, two passes), in the PHC string form.
pub(crate) async fn hash(password: &str) -> Result<String, OfficeError> {
    let password = password.to_owned();
    apart(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).ok())
        .await?
        .ok_or_else(|| cannot_hash("no hash"))
}

/// Whether a password is the one that was hashed.
pub(crate) async fn is_password(password: &str, hash: &str) -> Result<bool, OfficeError> {
    let (password, hash) = (password.to_owned(), hash.to_owned());
    apart(move || match PasswordHash::new(&hash) {
        Ok(known) => Argon2::default().verify_password(password.as_bytes(), &known).is_ok(),
        Err(_) => false,
    })
    .await
}

/// Does the work of checking a password where there is no account, so that the time of the answer tells nothing.
pub(crate) async fn check_nothing(password: &str) -> Result<(), OfficeError> {
    static NOBODY: LazyLock<String> = LazyLock::new(|| {
        Argon2::default().hash_password(b"nobody has this password").map(|hash| hash.to_string()).unwrap_or_default()
    });
    is_password(password, &NOBODY).await.map(|_| ())
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, OfficeError> {
    let _turn = HASHING.acquire().await.map_err(|_| cannot_hash("closed"))?;
    tokio::task::spawn_blocking(work).await.map_err(|_| cannot_hash("stopped"))
}

fn cannot_hash(why: &str) -> OfficeError {
    tracing::error!("hashing failed: {why}");
    OfficeError::Said(Text::new(
        "Không kiểm tra được mật khẩu lúc này. Hãy thử lại.",
        "The password cannot be checked now. Try again.",
    ))
}

/// A new secret for one-time codes, in base32: 160 bits (RFC 4226, section 4, R6).
pub(crate) fn new_code_secret() -> Result<String, OfficeError> {
    Ok(Secret::from(random::<20>()?.to_vec()).to_base32())
}

fn codes(login: &Login, secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new().with_secret(secret).with_account_name(login.as_str()).with_issuer(Some("Khơi")).build().ok()
}

/// The address an authenticator takes the secret from (`otpauth://totp/…`).
pub(crate) fn code_address(login: &Login, secret: &str) -> Option<String> {
    codes(login, secret)?.to_url().ok()
}

/// The code an authenticator shows at a moment; `None` where the secret is none.
pub(crate) fn code_at(login: &Login, secret: &str, moment: Timestamp) -> Option<String> {
    Some(codes(login, secret)?.generate(u64::try_from(moment.as_second()).ok()?).to_string())
}

/// The half-minute a one-time code belongs to (RFC 6238; one step of grace on either side); `None` when it is wrong.
pub(crate) fn code_step(login: &Login, secret: &str, code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.as_second()).ok()?;
    let step = codes(login, secret)?.check(&code, seconds)?;
    i64::try_from(step).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_codes_are_those_of_rfc_6238() {
        // RFC 6238, appendix B: the secret "12345678901234567890"; the last six of its eight digits.
        let secret = Secret::from(b"12345678901234567890".to_vec()).to_base32();
        let login: Login = "lan.nt".parse().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let table = [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")];
        for (second, code) in table {
            assert_eq!(code_step(&login, &secret, code, at(second)), Some(second / 30), "{second}");
            assert_eq!(code_step(&login, &secret, code, at(second + 90)), None, "{second}");
        }
        assert_eq!(code_step(&login, &secret, "287 082", at(59)), Some(1), "as authenticators show it");
        for wrong in ["", "28708", "2870822", "٢٨٧٠٨٢", "abcdef"] {
            assert_eq!(code_step(&login, &secret, wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn tokens_are_long_different_and_not_shown() {
        let (one, two) = (Token::new().unwrap(), Token::new().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.reveal().len(), 64);
        assert_eq!(format!("{one:?}"), "Token(…)");
        assert_ne!(one.digest(), one.reveal());
        assert_ne!(one.derived("state"), one.derived("nonce"));
        assert_ne!(one.derived("state"), two.derived("state"));
        assert_eq!(one.derived("state"), Token::held(one.reveal()).derived("state"));
    }
}
