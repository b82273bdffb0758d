// A real OpenID Connect provider on loopback, for the tests: oidc-provider with one client and a page of its own to sign in on.
//
//   node --input-type=module -e "$(cat provider.mjs)" REDIRECT_URI     (in the folder where npm has put oidc-provider)
//
// Its first line is its issuer. It ends when its standard input is closed. Whoever signs in is whom they say they are; what they type as
// methods (pwd, otp, mfa …) comes back as `amr`.

import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const redirect = process.argv.at(-1);
const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: 'khoi', client_secret: 'bi-mat-cua-khoi', redirect_uris: [redirect], grant_types: ['authorization_code'], response_types: ['code'] }],
  pkce: { required: () => true },
  claims: { openid: ['sub', 'amr'] },
  findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: { devInteractions: { enabled: false } },
  ttl: { AuthorizationCode: 60, Interaction: 600, Session: 600, Grant: 600, AccessToken: 60, IdToken: 60 },
  // Nobody is asked whether Khơi may know who they are.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
});

const page = (uid) => `<!DOCTYPE html><html lang="en"><head><title>Test provider</title></head><body><main><h1>Test provider</h1>
<form method="post" action="/interaction/${uid}"><label>Who <input name="login"></label> <label>Methods <input name="methods"></label>
<button type="submit">Prove it</button></form><p><a href="/interaction/${uid}/stop">Stop</a></p></main></body></html>`;

async function fields(request) {
  let body = '';
  for await (const part of request) body += part;
  return new URLSearchParams(body);
}

const callback = provider.callback();
server.on('request', async (request, response) => {
  const [, uid, act] = request.url.match(/^\/interaction\/([^/?]+)(\/stop)?$/) ?? [];
  if (!uid) return callback(request, response);
  if (act) {
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'stopped' });
  }
  if (request.method === 'POST') {
    const sent = await fields(request);
    const amr = (sent.get('methods') ?? '').split(' ').filter(Boolean);
    const login = { accountId: sent.get('login'), ...(amr.length ? { amr } : {}) };
    return provider.interactionFinished(request, response, { login });
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  return response.end(page(uid));
});

console.log(issuer);
process.stdin.on('end', () => process.exit(0)).resume();
