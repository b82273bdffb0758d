//! The options of what leaves the house: a mail server, a gateway for short texts; and by which of them a message goes.

use std::path::PathBuf;

use domain::mail::{Outcome, Recipient, Route};
use domain::text::Text;
use office::WaitingMail;
use post::{Delivery, Gateway, Letter, Mailer, PostError};

use crate::failure::Failure;
use crate::serve::unreadable;

/// The options.
#[derive(Debug, clap::Args)]
pub(crate) struct Posting {
    /// Máy chủ thư / mail server, as smtp://localhost, smtp://host:587?tls=required or smtps://user:password@host. Without it mail waits
    /// in the outbox.
    #[arg(long, env = "KHOI_SMTP", hide_env_values = true, value_name = "URL", requires = "mail_from")]
    smtp: Option<String>,
    /// Địa chỉ gửi thư / the address mail comes from.
    #[arg(long, env = "KHOI_MAIL_FROM", hide_env_values = true, value_name = "ADDRESS", requires = "smtp")]
    mail_from: Option<String>,
    /// Cổng tin nhắn SMS hoặc Zalo, https:// (http:// chỉ cho cổng trên chính máy này) / a gateway for short texts, SMS or Zalo; without it
    /// no texts are offered.
    #[arg(long, env = "KHOI_GATEWAY", hide_env_values = true, value_name = "URL")]
    gateway: Option<String>,
    /// Tệp chứa mã truy cập của cổng tin nhắn / a file with the token of the gateway.
    #[arg(long, env = "KHOI_GATEWAY_TOKEN_FILE", hide_env_values = true, value_name = "FILE", requires = "gateway")]
    gateway_token_file: Option<PathBuf>,
}

impl Posting {
    /// What was named.
    pub(crate) fn carriers(&self) -> Result<Carriers, Failure> {
        let said = |error: PostError| Failure::Said(fault(&error));
        let mailer = match (&self.smtp, &self.mail_from) {
            (Some(server), Some(from)) => Some(Mailer::new(server, from).map_err(said)?),
            _ => None,
        };
        let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| unreadable(path, &error));
        let token = self.gateway_token_file.as_ref().map(read).transpose()?;
        let gateway = self.gateway.as_ref().map(|address| Gateway::new(address, token.as_deref()).map_err(said));
        Ok(Carriers { mailer, gateway: gateway.transpose()? })
    }
}

fn fault(error: &PostError) -> Text {
    let vi = match error {
        PostError::Server(server) => format!(
            "--smtp: “{server}” không phải địa chỉ máy chủ thư. Hãy ghi smtp://máy:25, smtps://người:mật-khẩu@máy:465 hoặc smtp://máy:587?tls=required."
        ),
        PostError::Sender(from) => {
            format!("--mail-from: “{from}” không phải địa chỉ thư. Hãy ghi như khoi@hagiang.gov.vn.")
        }
        PostError::Gateway(address) => format!(
            "--gateway: “{address}” không dùng được. Hãy ghi https://máy/đường-dẫn; http:// chỉ cho cổng trên chính máy này."
        ),
        PostError::Token => {
            "--gateway-token-file: tệp trống hoặc không phải một dòng chữ ASCII. Hãy chép mã truy cập vào đó."
                .to_owned()
        }
    };
    Text::new(vi, error.to_string())
}

/// What takes messages out of the house.
#[derive(Default)]
pub(crate) struct Carriers {
    /// `None`: mail waits.
    pub(crate) mailer: Option<Mailer>,
    /// `None`: short texts wait.
    pub(crate) gateway: Option<Gateway>,
}

impl Carriers {
    /// The routes there is something for.
    pub(crate) fn routes(&self) -> impl Iterator<Item = Route> {
        let (mail, text) = (self.mailer.as_ref().map(|_| Route::Mail), self.gateway.as_ref().map(|_| Route::Text));
        mail.into_iter().chain(text)
    }

    /// Hands a message over, and says what came of it in the words of the office; its identity is the same at every attempt. `None` where
    /// there is nothing for its route.
    pub(crate) async fn hand_over(&self, mail: &WaitingMail) -> Option<(Outcome, String)> {
        let message = &mail.message;
        let letter =
            |to: String, id: String| Letter { to, subject: message.subject.clone(), body: message.body.clone(), id };
        let delivery = match &message.to {
            Recipient::Mail(address) => {
                let mailer = self.mailer.as_ref()?;
                mailer.send(&letter(address.to_string(), format!("{}@{}", message.id, mailer.domain()))).await
            }
            Recipient::Phone(phone) => {
                self.gateway.as_ref()?.send(&letter(phone.to_string(), message.id.to_string())).await
            }
        };
        Some(match delivery {
            Delivery::Taken(answer) => (Outcome::Sent, answer),
            Delivery::Refused(answer) => (Outcome::Failed, answer),
            Delivery::Later(answer) => (Outcome::Deferred, answer),
            Delivery::Uncertain(answer) => (Outcome::Uncertain, answer),
        })
    }
}
