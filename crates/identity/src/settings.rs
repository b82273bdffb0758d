//! How a provider is set up, and what cannot be so.

use url::{Host, Url};

/// How a provider is set up, as its administrator told ours.
#[derive(Clone)]
pub struct Settings {
    /// Its address, to the letter as it stands in its ID tokens: `https://sso.hagiang.gov.vn`.
    pub issuer: String,
    /// The name we have at the provider.
    pub client: String,
    /// What proves to the provider that it is we who ask.
    pub secret: String,
    /// What people call it.
    pub name: String,
    /// Where the browser comes back to.
    pub back: String,
    /// Certificates in PEM form that vouch for the provider's own, in place of those the public ones are vouched for by.
    pub authorities: Option<Vec<u8>>,
}

/// What cannot be so in the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsFault {
    /// The issuer is no address, or could be overheard.
    #[error(
        "the issuer “{0}” must be an https:// address without a query; http:// is for a provider on this machine only"
    )]
    Issuer(String),
    /// There is no secret.
    #[error("the secret is empty")]
    Secret,
    /// What should be certificates is none.
    #[error("there is no certificate in PEM form")]
    Authorities,
}

impl Settings {
    pub(crate) fn check(&self) -> Result<(), SettingsFault> {
        let issuer = || SettingsFault::Issuer(self.issuer.clone());
        let address = Url::parse(&self.issuer).map_err(|_| issuer())?;
        let plain = address.query().is_none() && address.fragment().is_none() && address.password().is_none();
        if !plain || !cannot_be_overheard(&address) {
            return Err(issuer());
        }
        if self.secret.is_empty() { Err(SettingsFault::Secret) } else { Ok(()) }
    }

    /// Whether the provider is on this machine.
    pub(crate) fn is_here(&self) -> bool {
        Url::parse(&self.issuer).is_ok_and(|address| is_loopback(&address))
    }
}

/// Whether what is sent to an address can be read by nobody on the way.
pub(crate) fn cannot_be_overheard(address: &Url) -> bool {
    address.scheme() == "https" || (address.scheme() == "http" && is_loopback(address))
}

fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_reached_by_https_or_on_this_machine() {
        let check = |issuer: &str, expected: bool| {
            let settings = Settings {
                issuer: issuer.to_owned(),
                client: "khoi".to_owned(),
                secret: "s".to_owned(),
                name: "X".to_owned(),
                back: "https://khoi.example.vn/sign-in/provider/back".to_owned(),
                authorities: None,
            };
            assert_eq!(settings.check().is_ok(), expected, "{issuer}");
        };
        for good in [
            "https://sso.example.vn",
            "https://sso.example.vn/realms/so",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost:3000/",
        ] {
            check(good, true);
        }
        for wrong in [
            "",
            "sso.example.vn",
            "http://sso.example.vn",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "ftp://sso.example.vn",
            "https://sso.example.vn/?tenant=1",
            "https://a:b@sso.example.vn",
        ] {
            check(wrong, false);
        }
    }
}
