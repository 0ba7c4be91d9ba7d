// An OpenID provider on this machine, out of its packages: who it knows, and for whom, comes from the environment.
import Provider from "oidc-provider";

const { PORT, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, SIGNED_OUT_URI, PEOPLE, COOKIE_KEY } = process.env;
const people = JSON.parse(PEOPLE);

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [REDIRECT_URI],
      post_logout_redirect_uris: [SIGNED_OUT_URI],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  claims: { openid: ["sub"], profile: ["preferred_username", "groups"], email: ["email", "email_verified"] },
  // As shops set up theirs: what somebody is there for stands in the ID token.
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: [COOKIE_KEY] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  async findAccount(_, sub) {
    return people[sub] && { accountId: sub, claims: async () => ({ sub, ...people[sub] }) };
  },
});
provider.listen(Number(PORT), "127.0.0.1");
