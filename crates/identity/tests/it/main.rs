//! What is believed of a provider and what is not: a provider of the test's own says it all, over HTTP.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod fake;
mod secure;

use identity::{Proven, Provider, ProviderError};
use serde_json::{Value, json};

use fake::{Fake, KEY, OTHER_KEY, encoded, head, keys, secrets, settings, signed};

fn wait<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(work)
}

fn prove(provider: &Provider) -> Result<Proven, ProviderError> {
    wait(provider.prove("code", &secrets()))
}

fn is_unbelieved<T>(found: &Result<T, ProviderError>) -> bool {
    matches!(found, Err(ProviderError::Unbelieved(_)))
}

fn is_unreachable<T>(found: &Result<T, ProviderError>) -> bool {
    matches!(found, Err(ProviderError::Unreachable(_)))
}

#[test]
fn the_way_there_carries_state_nonce_and_the_digest_of_the_verifier() {
    let fake = Fake::start();
    let way = wait(fake.provider().way(&secrets(), "vi")).unwrap();
    // RFC 7636, appendix B.
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    assert!(way.starts_with(&format!("{}/auth?", fake.issuer())), "{way}");
    for part in [
        "response_type=code",
        "client_id=khoi",
        "state=state-0123456789",
        "nonce=nonce-0123456789",
        "code_challenge_method=S256",
        &format!("code_challenge={challenge}"),
        "redirect_uri=https%3A%2F%2Fkhoi.example.vn%2Fsign-in%2Fprovider%2Fback",
        "scope=openid&",
        "ui_locales=vi",
    ] {
        assert!(format!("{way}&").contains(part), "{part} in {way}");
    }
    assert!(!way.contains(&secrets().verifier) && !way.contains("bi-mat"), "{way}");
}

#[test]
fn a_sound_token_proves_who_and_how() {
    let fake = Fake::start();
    let mut claims = fake.claims();
    fake.give(&signed(&head("first"), &claims, KEY));
    let provider = fake.provider();
    assert_eq!(prove(&provider).unwrap(), Proven { subject: "248289761001".into(), methods: Vec::new() });
    claims["amr"] = json!(["pwd", "otp"]);
    fake.give(&signed(&head("first"), &claims, KEY));
    assert_eq!(prove(&provider).unwrap().methods, ["pwd", "otp"]);
    assert_eq!(fake.asked("/jwks"), 1, "what it says of itself is read once");
}

#[test]
fn claims_that_are_not_for_us_now_are_not_believed() {
    let fake = Fake::start();
    let provider = fake.provider();
    let now = fake.claims()["iat"].as_u64().unwrap();
    let wrong: [(&str, Value); 9] = [
        ("iss", json!("http://127.0.0.1:1")),
        ("aud", json!("another")),
        ("aud", json!(["khoi", "another"])),
        ("exp", json!(now - 60)),
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("sub", Value::Null),
        ("iss", Value::Null),
        ("exp", Value::Null),
    ];
    for (claim, value) in wrong {
        let mut claims = fake.claims();
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(claim)),
            ref value => claims[claim] = value.clone(),
        }
        fake.give(&signed(&head("first"), &claims, KEY));
        let found = prove(&provider);
        assert!(is_unbelieved(&found), "{claim} {value}: {found:?}");
    }
}

#[test]
fn a_token_of_another_hand_is_not_believed() {
    let fake = Fake::start();
    let provider = fake.provider();
    let claims = fake.claims();
    let sound = signed(&head("first"), &claims, KEY);
    let mut other = claims.clone();
    other["sub"] = json!("248289761002");
    let parts: Vec<&str> = sound.split('.').collect();
    let tampered = format!("{}.{}.{}", parts[0], encoded(other.to_string()), parts[2]);
    let none = format!("{}.{}.", encoded(json!({ "alg": "none" }).to_string()), parts[1]);
    let by_secret = signed(&json!({ "alg": "HS256", "kid": "first" }), &claims, KEY);
    let foreign = [
        tampered,
        none,
        by_secret,
        format!("{}.{}.", parts[0], parts[1]),
        signed(&head("first"), &claims, OTHER_KEY),
        signed(&head("second"), &claims, OTHER_KEY),
    ];
    for token in foreign {
        fake.give(&token);
        let found = prove(&provider);
        assert!(is_unbelieved(&found), "{token}: {found:?}");
        assert!(!format!("{found:?}").contains(parts[1]), "no token in the log: {found:?}");
    }
}

#[test]
fn a_provider_may_change_its_keys() {
    let fake = Fake::start();
    let provider = fake.provider();
    fake.give(&signed(&head("first"), &fake.claims(), KEY));
    assert!(prove(&provider).is_ok());
    fake.say("/jwks", 200, &keys(&[(OTHER_KEY, "second")]).to_string());
    fake.give(&signed(&head("second"), &fake.claims(), OTHER_KEY));
    assert!(prove(&provider).is_ok());
    assert_eq!(fake.asked("/jwks"), 2);
    fake.give(&signed(&head("first"), &fake.claims(), KEY));
    assert!(is_unbelieved(&prove(&provider)), "the key that was given up");
}

#[test]
fn a_provider_that_was_down_is_asked_again() {
    let fake = Fake::start();
    let provider = fake.provider();
    let way = || wait(provider.way(&secrets(), "vi"));
    let metadata = fake.metadata();
    let bad = |name: &str, value: Value| {
        let mut metadata = metadata.clone();
        metadata[name] = value;
        metadata.to_string()
    };
    for (status, said) in [
        (503, String::new()),
        (200, "<html>xin chào</html>".to_owned()),
        (200, "{}".to_owned()),
        (302, String::new()),
        (200, bad("issuer", json!("https://evil.example"))),
        (200, bad("authorization_endpoint", json!("http://evil.example/auth"))),
        (200, bad("jwks_uri", json!("http://evil.example/jwks"))),
        (200, "x".repeat(3 << 20)),
    ] {
        fake.say("/.well-known/openid-configuration", status, &said);
        let found = way();
        assert!(is_unreachable(&found), "{status}: {found:?}");
    }
    assert_eq!(fake.asked("/elsewhere"), 0, "a redirection is not followed");
    fake.say("/.well-known/openid-configuration", 200, &metadata.to_string());
    assert!(way().is_ok());
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = Provider::new(settings(&format!("http://{nobody}"))).unwrap();
    assert!(is_unreachable(&wait(nobody.way(&secrets(), "vi"))));
}

#[test]
fn what_stands_where_a_token_should_proves_nothing() {
    let fake = Fake::start();
    let provider = fake.provider();
    let refused = |status, body: &str| {
        fake.say("/token", status, body);
        prove(&provider)
    };
    let found = refused(400, r#"{"error":"invalid_grant","error_description":"used"}"#);
    assert!(matches!(&found, Err(ProviderError::Refused(what)) if what == "invalid_grant"), "{found:?}");
    assert!(is_unbelieved(&refused(200, r#"{"access_token":"x","token_type":"Bearer"}"#)));
    for rubbish in
        ["xin chào", "[]", r#"{"access_token":1}"#, r#"{"access_token":"x","token_type":"Bearer","id_token":"a.b.c"}"#]
    {
        let found = refused(200, rubbish);
        assert!(is_unbelieved(&found), "{rubbish}: {found:?}");
    }
    assert!(is_unreachable(&refused(502, "")) && is_unreachable(&refused(200, "")));
    assert!(is_unreachable(&refused(307, "")), "our secret is not carried on");
    assert_eq!(fake.asked("/elsewhere"), 0);
}

#[test]
fn a_silent_provider_is_waited_for_by_few_and_not_for_long() {
    let fake = Fake::start();
    fake.be_silent("/.well-known/openid-configuration");
    let provider = fake.provider();
    let begun = std::time::Instant::now();
    wait(async {
        let waiting: Vec<_> = (0..8)
            .map(|_| {
                let provider = provider.clone();
                tokio::spawn(async move { provider.way(&secrets(), "vi").await })
            })
            .collect();
        // Once the question is there, all eight have their places.
        while fake.asked("/.well-known/openid-configuration") == 0 {
            tokio::task::yield_now().await;
        }
        let ninth = tokio::spawn({
            let provider = provider.clone();
            async move { provider.way(&secrets(), "vi").await }
        });
        let ninth = ninth.await.unwrap();
        assert!(matches!(&ninth, Err(ProviderError::Unreachable(why)) if why.contains("8 people")), "{ninth:?}");
        assert!(begun.elapsed().as_secs() < 4, "the ninth is told at once");
        for one in waiting {
            assert!(is_unreachable(&one.await.unwrap()));
        }
    });
    let took = begun.elapsed().as_secs();
    assert!((4..9).contains(&took), "{took} seconds");
    assert_eq!(fake.asked("/.well-known/openid-configuration"), 1, "one asks for all");
}
