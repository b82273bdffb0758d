//! Who somebody is, as a provider of OpenID Connect says it: the authorization code flow with PKCE, and nothing more.
//!
//! Source: OpenID Connect Core 1.0 (section 3.1, the authorization code flow; 3.1.3.7, what is checked of an ID token), OpenID Connect
//! Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (the issuer told with the code). Signature, issuer, audience, expiry and nonce of the token are
//! checked by the crate `openidconnect`; what travels, how long it may take and to whom it may go is decided here.
//!
//! Nothing is asked of the provider before somebody wants to sign in with it: a provider that is down keeps no server from starting, and
//! is asked again by the next who comes. This crate knows no accounts.

mod asking;
mod known;
mod settings;

use std::sync::Arc;

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, LanguageTag, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, TokenResponse as _,
};
use tokio::sync::{Semaphore, SemaphorePermit};

use asking::Http;
use known::Known;
pub use settings::{Settings, SettingsFault};

/// Conversations with the provider at once: where it is slow, whoever comes after these is told so at once, and those who sign in with a
/// password keep their places in the server.
const AT_ONCE: usize = 8;

/// Signatures an ID token may carry: those made with a key only the provider has.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What one way to the provider and back is known by. All three are drawn by the caller, who keeps them from everybody else.
#[derive(Clone)]
pub struct Secrets {
    /// Comes back with the code, unchanged.
    pub state: String,
    /// Comes back inside the ID token.
    pub nonce: String,
    /// Shown to the provider with the code; before that it has seen its digest only. 43 to 128 letters, digits or `-._~`.
    pub verifier: String,
}

/// What the provider vouched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// Who, by the name the provider has for them: the same for ever, and never somebody else's.
    pub subject: String,
    /// How they proved it to the provider (`amr`, RFC 8176); empty where it does not say.
    pub methods: Vec<String>,
}

/// Why nobody was proven to be anybody.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer, or not in time, or not with what a provider answers.
    #[error("the provider of identities cannot be reached: {0}")]
    Unreachable(String),
    /// It answers, and takes neither the code nor us for good.
    #[error("the provider of identities refuses: {0}")]
    Refused(String),
    /// What it sent proves nothing.
    #[error("the provider of identities is not believed: {0}")]
    Unbelieved(String),
}

/// A provider of identities. Clones share what is known of it.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    settings: Settings,
    http: Http,
    known: Known,
    places: Semaphore,
}

impl std::fmt::Debug for Provider {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({})", self.0.settings.issuer)
    }
}

impl Provider {
    /// A provider that was set up; nothing is asked of it yet.
    ///
    /// # Errors
    /// When the settings cannot be so.
    pub fn new(settings: Settings) -> Result<Self, SettingsFault> {
        settings.check()?;
        let http = Http::new(&settings)?;
        Ok(Self(Arc::new(Inner { settings, http, known: Known::default(), places: Semaphore::new(AT_ONCE) })))
    }

    /// Who vouches: the address that stands in every ID token.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.0.settings.issuer
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.settings.name
    }

    /// Where the browser is sent to, to prove who is before it; `language` is what the provider is asked to speak.
    ///
    /// # Errors
    /// [`ProviderError::Unreachable`].
    pub async fn way(&self, secrets: &Secrets, language: &str) -> Result<String, ProviderError> {
        let _place = self.place()?;
        let metadata = self.0.known.metadata(&self.0.http, &self.0.settings).await?;
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let (state, nonce) = (secrets.state.clone(), secrets.nonce.clone());
        let client = self.client(&metadata)?;
        let request = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        let request = request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let (url, ..) = request.add_ui_locale(LanguageTag::new(language.to_owned())).url();
        Ok(url.into())
    }

    /// Who is proven by the code that came back.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn prove(&self, code: &str, secrets: &Secrets) -> Result<Proven, ProviderError> {
        let _place = self.place()?;
        let metadata = self.0.known.metadata(&self.0.http, &self.0.settings).await?;
        let answer = self.exchange(&metadata, code, secrets).await?;
        let token =
            answer.id_token().ok_or_else(|| ProviderError::Unbelieved("its answer has no ID token".to_owned()))?;
        let nonce = Nonce::new(secrets.nonce.clone());
        let claims = match self.claims(&metadata, token, &nonce) {
            // The provider may have changed its keys since they were read.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let renewed = self.0.known.renewed(&self.0.http, &self.0.settings).await?;
                self.claims(&renewed, token, &nonce)
            }
            found => found,
        };
        let claims = claims.map_err(|error| ProviderError::Unbelieved(chain(&error)))?;
        let methods = claims.auth_method_refs().map(|all| all.iter().map(|one| one.as_str().to_owned()).collect());
        Ok(Proven { subject: claims.subject().as_str().to_owned(), methods: methods.unwrap_or_default() })
    }

    fn place(&self) -> Result<SemaphorePermit<'_>, ProviderError> {
        let full = |_| ProviderError::Unreachable(format!("{AT_ONCE} people wait for its answers already"));
        self.0.places.try_acquire().map_err(full)
    }

    /// Shows the code, the verifier and the secret, and takes what is given for them.
    async fn exchange(
        &self,
        metadata: &CoreProviderMetadata,
        code: &str,
        secrets: &Secrets,
    ) -> Result<CoreTokenResponse, ProviderError> {
        let client = self.client(metadata)?;
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.map_err(|error| ProviderError::Unreachable(chain(&error)))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()));
        let answer = request.request_async(&self.0.http).await;
        answer.map_err(|error| match error {
            RequestTokenError::Request(error) => ProviderError::Unreachable(chain(&error)),
            // A code that was used or has run out is the guest's affair; anything else, the administrator's.
            RequestTokenError::ServerResponse(said) => ProviderError::Refused(said.error().to_string()),
            // Without the body: it may hold a token.
            RequestTokenError::Parse(error, _) => ProviderError::Unbelieved(format!("its answer: {error}")),
            RequestTokenError::Other(what) => ProviderError::Unreachable(what),
        })
    }

    fn claims<'a>(
        &self,
        metadata: &CoreProviderMetadata,
        token: &'a CoreIdToken,
        nonce: &Nonce,
    ) -> Result<&'a CoreIdTokenClaims, ClaimsVerificationError> {
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(self.0.settings.client.clone()),
            Some(ClientSecret::new(self.0.settings.secret.clone())),
        );
        token.claims(&client.id_token_verifier().set_allowed_algs(SIGNATURES), nonce)
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Result<Client, ProviderError> {
        let settings = &self.0.settings;
        let back = RedirectUrl::new(settings.back.clone());
        let back = back.map_err(|error| ProviderError::Unreachable(format!("{}: {error}", settings.back)))?;
        let secret = Some(ClientSecret::new(settings.secret.clone()));
        let client =
            CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(settings.client.clone()), secret);
        Ok(client.set_redirect_uri(back).set_auth_type(shown_as(metadata)))
    }
}

/// The client as far as it is set up here: the way there, and the place where codes are taken.
type Client = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

/// How the secret is shown: in the head of the request, unless the provider takes it in the body only (Discovery, section 3: left out means
/// the head).
fn shown_as(metadata: &CoreProviderMetadata) -> AuthType {
    let taken = metadata.token_endpoint_auth_methods_supported();
    let only_body = taken.is_some_and(|taken| {
        taken.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !taken.contains(&CoreClientAuthMethod::ClientSecretBasic)
    });
    if only_body { AuthType::RequestBody } else { AuthType::BasicAuth }
}

/// An error with what lies below it.
fn chain(error: &dyn std::error::Error) -> String {
    let below = std::iter::successors(error.source(), |error| error.source());
    below.fold(error.to_string(), |text, error| format!("{text}: {error}"))
}
