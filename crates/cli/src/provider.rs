//! The options of a provider of identities. Nothing is asked of it when the server starts: one that is down keeps nobody out who has a password.

use std::path::{Path, PathBuf};

use domain::text::Text;
use identity::{Provider, Settings, SettingsFault};

use crate::failure::Failure;
use crate::serve::unreadable;

/// Where the provider sends people back to, below the address of the site: what is registered there.
const BACK: &str = "/sign-in/provider/back";

/// The options, all or none.
#[derive(Debug, clap::Args)]
pub(crate) struct Oidc {
    /// Nhà cung cấp định danh OpenID Connect, đúng như ghi trong thẻ của họ (cần --address; địa chỉ quay về là
    /// ADDRESS/sign-in/provider/back) / the issuer of an OpenID Connect provider people may sign in with, to the letter; needs --address,
    /// and ADDRESS/sign-in/provider/back is what is registered there.
    #[arg(long, env = "KHOI_OIDC_ISSUER", hide_env_values = true, value_name = "URL",
          requires_all = ["address", "oidc_client_id", "oidc_client_secret_file"])]
    oidc_issuer: Option<String>,
    /// Tên của Khơi ở nhà cung cấp / the client id given to Khơi by the provider.
    #[arg(long, env = "KHOI_OIDC_CLIENT_ID", hide_env_values = true, value_name = "ID", requires = "oidc_issuer")]
    oidc_client_id: Option<String>,
    /// Tệp chứa bí mật của Khơi ở nhà cung cấp / a file with the client secret.
    #[arg(
        long,
        env = "KHOI_OIDC_CLIENT_SECRET_FILE",
        hide_env_values = true,
        value_name = "FILE",
        requires = "oidc_issuer"
    )]
    oidc_client_secret_file: Option<PathBuf>,
    /// Tên nhà cung cấp như hiện trên trang / what pages call the provider; without it, its host.
    #[arg(long, env = "KHOI_OIDC_NAME", hide_env_values = true, value_name = "NAME", requires = "oidc_issuer")]
    oidc_name: Option<String>,
    /// Chứng thư PEM của nơi cấp chứng thư nội bộ / certificates in PEM form of an authority of one's own that vouches for the provider's
    /// certificate, in place of the public ones.
    #[arg(long, env = "KHOI_OIDC_CA", hide_env_values = true, value_name = "FILE", requires = "oidc_issuer")]
    oidc_ca: Option<PathBuf>,
}

impl Oidc {
    /// The provider that was named, for a site reached at this address.
    pub(crate) fn provider(&self, address: Option<&str>) -> Result<Option<Provider>, Failure> {
        let (Some(issuer), Some(client), Some(file), Some(address)) =
            (&self.oidc_issuer, &self.oidc_client_id, &self.oidc_client_secret_file, address)
        else {
            return Ok(None);
        };
        let read = |path: &Path| std::fs::read(path).map_err(|error| unreadable(path, &error));
        let secret = String::from_utf8(read(file)?).map_err(|_| fault(&SettingsFault::Secret, self))?;
        let settings = Settings {
            issuer: issuer.clone(),
            client: client.clone(),
            secret: secret.trim().to_owned(),
            name: self.oidc_name.clone().unwrap_or_else(|| host(issuer).to_owned()),
            back: format!("{}{BACK}", address.trim_end_matches('/')),
            authorities: self.oidc_ca.as_deref().map(read).transpose()?,
        };
        Provider::new(settings).map(Some).map_err(|wrong| fault(&wrong, self))
    }
}

/// The host of an address.
fn host(issuer: &str) -> &str {
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

fn fault(wrong: &SettingsFault, options: &Oidc) -> Failure {
    let named = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    Failure::Said(match wrong {
        SettingsFault::Issuer(issuer) => Text::new(
            format!(
                "--oidc-issuer: “{issuer}” không dùng được. Hãy ghi địa chỉ https:// như https://sso.example.vn; http:// chỉ cho nhà cung cấp trên chính máy này."
            ),
            format!(
                "--oidc-issuer: “{issuer}” cannot be used. Give an https:// address, as https://sso.example.vn; http:// is for a provider on this machine only."
            ),
        ),
        SettingsFault::Secret => {
            let file = named(&options.oidc_client_secret_file);
            Text::new(
                format!(
                    "--oidc-client-secret-file: {file} trống hoặc không phải văn bản. Hãy chép bí mật vào đó, một dòng."
                ),
                format!(
                    "--oidc-client-secret-file: {file} is empty or no text. Write the secret into it, on one line."
                ),
            )
        }
        SettingsFault::Authorities => {
            let file = named(&options.oidc_ca);
            Text::new(
                format!("--oidc-ca: {file} không có chứng thư dạng PEM. Hãy chọn tệp có “BEGIN CERTIFICATE”."),
                format!("--oidc-ca: {file} holds no certificate in PEM form. Choose a file with “BEGIN CERTIFICATE”."),
            )
        }
    })
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_provider_without_a_name_is_called_by_its_host() {
        assert_eq!(host("https://sso.example.vn/realms/so"), "sso.example.vn");
        assert_eq!(host("http://127.0.0.1:3000"), "127.0.0.1:3000");
    }
}
