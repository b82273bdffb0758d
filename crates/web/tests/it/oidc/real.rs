//! A real provider program on loopback (`tests/oidc/provider.mjs`), where Node.js and what `./test` installs are to be had.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use identity::{Provider, Settings};

use crate::tools::tool;

const SCRIPT: &str = include_str!("../../oidc/provider.mjs");

/// The running program; it ends with the test.
pub(crate) struct Real {
    program: Child,
    pub(crate) issuer: String,
}

impl Real {
    /// Starts it for one client that people come back to at this address; `None`, loudly, where it cannot be had.
    pub(crate) fn start(back: &str) -> Option<Self> {
        let installed = tool("oidc/node_modules/oidc-provider", "nobody signed in with a real provider")?;
        let folder = installed.ancestors().nth(2)?;
        let mut command = Command::new("node");
        command.current_dir(folder).args(["--input-type=module", "-e", SCRIPT, back]);
        let mut program = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut issuer = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
        let issuer = issuer.trim().to_owned();
        assert!(issuer.starts_with("http://127.0.0.1:"), "the provider program says: {issuer}");
        Some(Self { program, issuer })
    }

    /// As it is set up at ours.
    pub(crate) fn provider(&self, back: &str) -> Provider {
        provider(&self.issuer, back)
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Any provider, set up as the real one is.
pub(crate) fn provider(issuer: &str, back: &str) -> Provider {
    Provider::new(Settings {
        issuer: issuer.to_owned(),
        client: "khoi".to_owned(),
        secret: "bi-mat-cua-khoi".to_owned(),
        name: "Cổng Sở".to_owned(),
        back: back.to_owned(),
        authorities: None,
    })
    .unwrap()
}
