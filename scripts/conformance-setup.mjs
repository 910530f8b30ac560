/**
 * What a run of a conformance suite finds at the server: settings, an account, clients; and what the official suite is
 * told about them. Facts of the suite are those of version 5.2.
 */

import { randomBytes } from 'node:crypto';

/**
 * The secret that opens the admin API of one run: the one that is given, else another one each time: other hosts
 * may reach that listener.
 *
 * @param {NodeJS.ProcessEnv} environment
 */
export function automationSecret({ BOOTSTRAP_CLIENT_SECRET }) {
  return BOOTSTRAP_CLIENT_SECRET || randomBytes(24).toString('base64url');
}

/** The path that the server is told by TEST_RESOURCE_PATH. */
export const resourcePath = '/conformance/resource';

/** The class that every sign-in with a password has. */
export const acr = 'urn:clientele:acr:password';

/** One account with every standard claim, OpenID Connect Core §5.1. */
export const account = {
  username: 'conformance',
  password: 'a river under the old bridge',
  claims: {
    name: 'Ada Maria Reviewer',
    given_name: 'Ada',
    middle_name: 'Maria',
    family_name: 'Reviewer',
    nickname: 'Ada',
    preferred_username: 'ada',
    profile: 'https://people.example.com/ada',
    picture: 'https://people.example.com/ada.png',
    website: 'https://ada.example.com/',
    gender: 'female',
    birthdate: '1985-12-10',
    zoneinfo: 'Europe/Berlin',
    locale: 'de-DE',
    updated_at: 1_700_000_000,
    email: 'ada@example.com',
    email_verified: true,
    address: {
      formatted: 'Am Ufer 1\n10115 Berlin\nGermany',
      street_address: 'Am Ufer 1',
      locality: 'Berlin',
      region: 'Berlin',
      postal_code: '10115',
      country: 'Germany',
    },
    phone_number: '+49 30 1234567',
    phone_number_verified: true,
  },
};

/** The Dynamic plan wants ID tokens and request objects of clients that register themselves to be unsigned. */
const unsigned = {
  allow_unsigned_responses: true,
  request_object_allowed_algs: ['RS256', 'PS256', 'ES256', 'none'],
};

/** What such a client has beside what it says. */
const template = {
  id: 'conformance',
  name: 'Conformance',
  defaults: { allow_unsigned_request_object: true },
};

const registration = {
  registration_enabled: true,
  registration_requires_token: false,
  registration_redirects_refusals: true,
  // Modules run side by side, and each registers one or two.
  registration_rate_limit: 1_000,
  registration_client_template_id: template.id,
  registration_scopes: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access', 'accounts'],
};

const openidScopes = 'openid profile email address phone offline_access';
const everyResponseType = ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'];

/**
 * What belongs to each of the two clients of a run.
 *
 * @typedef {object} Party
 * @property {string} secret 64 characters, so that it also signs by HS512
 * @property {{ keys: Record<string, unknown>[] }} publicKeys
 * @property {{ keys: Record<string, unknown>[] }} privateKeys
 * @property {{ pem: string, keyPem: string }} certificate
 * @property {Record<string, unknown>} certificateJwk the key of the certificate, with `x5c`
 */

/**
 * The clients of the plans, as documents of RFC 7591 for `PUT /clients/{client_id}`: of each kind a first and a second.
 *
 * @param {string} place where the suite is called back: `https://suite/test/a/alias`
 * @param {readonly [Party, Party]} parties
 */
export function clientsFor(place, parties) {
  const common = {
    redirect_uris: [`${place}/callback`, `${place}/callback?dummy1=lorem&dummy2=ipsum`],
    post_logout_redirect_uris: [`${place}/post_logout_redirect`],
  };
  const code = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] };
  const hybrid = {
    grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    response_types: ['code id_token'],
  };

  return parties.flatMap(({ secret, publicKeys, certificateJwk }, index) => {
    const named = (name) => {
      const client_id = index === 0 ? name : `${name}-2`;
      return { client_id, client_name: `Conformance ${client_id}`, ...common };
    };
    const openid = {
      ...common,
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
      response_types: everyResponseType,
      scope: `${openidScopes} accounts`,
      client_secret: secret,
      id_token_signed_response_alg: 'RS256',
      allow_unsigned_request_object: true,
    };
    const assertion = {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'PS256',
      jwks: publicKeys,
    };
    const certificate = {
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys: [...publicKeys.keys, certificateJwk] },
    };
    const financial = {
      first_party: false,
      id_token_signed_response_alg: 'PS256',
      scope: 'openid accounts offline_access',
    };
    const signedRequests = { request_object_signing_alg: 'PS256', require_signed_request_object: true };
    const signedAnswers = {
      require_jwt_secured_authorization_response: true,
      authorization_signed_response_alg: 'PS256',
    };
    const toCertificate = { tls_client_certificate_bound_access_tokens: true };
    const fapi1 = { fapi_profile: 'fapi1_advanced', ...financial, ...signedRequests, ...toCertificate };
    const fapi2 = {
      fapi_profile: 'fapi2_security',
      ...financial,
      ...code,
      require_pushed_authorization_requests: true,
      require_pkce: true,
      rotate_refresh_tokens: false,
    };
    return [
      { ...named('openid'), ...openid, token_endpoint_auth_method: 'client_secret_basic' },
      { ...named('openid-post'), ...openid, token_endpoint_auth_method: 'client_secret_post' },
      {
        ...named('front-channel'),
        ...openid,
        frontchannel_logout_uri: `${place}/frontchannel_logout`,
        frontchannel_logout_session_required: true,
      },
      {
        ...named('back-channel'),
        ...openid,
        backchannel_logout_uri: `${place}/backchannel_logout`,
        backchannel_logout_session_required: true,
      },
      { ...named('fapi1'), ...fapi1, ...hybrid, ...assertion },
      { ...named('fapi1-mtls'), ...fapi1, ...hybrid, ...certificate },
      { ...named('fapi1-jarm'), ...fapi1, ...code, ...signedAnswers, ...assertion },
      { ...named('fapi2-dpop'), ...fapi2, ...assertion, dpop_bound_access_tokens: true },
      { ...named('fapi2-mtls'), ...fapi2, ...certificate, ...toCertificate },
      {
        ...named('fapi2-signed'),
        ...fapi2,
        fapi_profile: 'fapi2_message_signing',
        ...signedRequests,
        ...signedAnswers,
        ...assertion,
        dpop_bound_access_tokens: true,
      },
    ];
  });
}

/**
 * Loads everything through the admin API; doing it again changes nothing.
 *
 * @param {(method: string, path: string, body: object) => Promise<{ status: number, body: any }>} call
 * @param {ReturnType<typeof clientsFor>} clients
 */
export async function load(call, clients) {
  const insist = async (method, path, body, ...also) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300 && !also.includes(answer.status)) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  await insist('POST', '/scopes', { name: 'accounts', description: 'The test resource' }, 409);
  await insist('PATCH', '/authenticators/password', { acr });
  await insist('POST', '/accounts', account, 409);
  await insist('PATCH', '/settings', unsigned);
  await insist('POST', '/client-templates', template, 409);
  await insist('PATCH', '/settings', registration);
  for (const client of clients) await insist('PUT', `/clients/${client.client_id}`, client);
}

/**
 * What the browser of the suite does at our pages.
 *
 * @param {string} issuer
 * @param {string} place
 */
function browserOf(issuer, place) {
  const pages = `${issuer}/interaction/*`;
  const signIn = (...before) => ({
    task: 'Sign in',
    optional: true,
    match: pages,
    commands: [
      ...before,
      ['text', 'id', 'username', account.username, 'optional'],
      ['text', 'id', 'password', account.password, 'optional'],
      ['click', 'id', 'sign-in', 'optional'],
    ],
  });
  const answer = (button) => ({
    task: 'Answer the consent page',
    optional: true,
    match: pages,
    commands: [['click', 'id', button, 'optional']],
  });
  const calledBack = {
    task: 'Called back',
    optional: true,
    match: `${place}/callback*`,
    commands: [['wait', 'id', 'submission_complete', 10]],
  };
  const authorize = `${issuer}/authorize*`;
  // A refusal that is not redirected stays at the address of the authorization endpoint.
  const orRefused = {
    task: 'Refused',
    optional: true,
    match: authorize,
    commands: [['wait', 'id', 'error', 10, '.+', 'update-image-placeholder-optional']],
  };
  // The form of response_mode=form_post goes by itself where scripts run.
  const byForm = {
    task: 'Post the answer',
    optional: true,
    match: `${issuer}/*`,
    commands: [['click', 'id', 'continue', 'optional']],
  };
  const answered = [byForm, calledBack, orRefused];
  const at = (match, ...tasks) => ({ match, tasks });
  const sees = (match, id, wanted = '.+', action = 'update-image-placeholder') => ({
    task: `See ${id}`,
    match,
    commands: [['wait', 'id', id, 10, wanted, action]],
  });
  const logout = `${issuer}/logout*`;
  const flow = at(authorize, signIn(), answer('allow'), ...answered);
  const askedToSignOut = { task: 'Sign out', match: logout, commands: [['click', 'id', 'sign-out', 'optional']] };
  const signOut = at(
    logout,
    askedToSignOut,
    // Where applications are told by the page, it goes on by this link or after three seconds.
    { task: 'Go on', optional: true, match: logout, commands: [['click', 'id', 'continue', 'optional']] },
    { task: 'Returned', match: `${place}/post_logout_redirect*` },
  );
  const pageOfSignIn = ['wait', 'id', 'sign-in', 10, '.+', 'update-image-placeholder-optional'];
  const again = { browser: [at(authorize, signIn(pageOfSignIn), answer('allow'), ...answered)] };
  const refused = { browser: [at(authorize, sees(authorize, 'error'))] };
  const shown = { browser: [at(authorize, sees(pages, 'sign-in'))] };
  const denied = { browser: [at(authorize, signIn(), answer('deny'), ...answered)] };
  const signedOutHere = { browser: [flow, at(logout, askedToSignOut, sees(logout, 'signed-out'))] };
  const logoutRefused = { browser: [flow, at(logout, sees(logout, 'error'))] };
  const of = (value, ...modules) => Object.fromEntries(modules.map((name) => [name, value]));
  const seenAndLeft = { ...at(authorize, { task: 'See the page', match: pages }), 'match-limit': 1 };
  const twice = { browser: [seenAndLeft, flow] };
  const logoutModule = (name) => `oidcc-rp-initiated-logout-${name}`;
  return {
    browser: [flow, signOut],
    override: {
      ...of(again, 'oidcc-prompt-login', 'oidcc-max-age-1'),
      ...of(
        refused,
        'oidcc-ensure-registered-redirect-uri',
        'oidcc-ensure-redirect-uri-in-authorization-request',
        'oidcc-redirect-uri-query-added',
        'oidcc-redirect-uri-query-mismatch',
      ),
      ...of(shown, 'oidcc-registration-logo-uri', 'oidcc-registration-policy-uri', 'oidcc-registration-tos-uri'),
      ...of(
        denied,
        'fapi1-advanced-final-user-rejects-authentication',
        'fapi2-security-profile-final-user-rejects-authentication',
      ),
      ...of(twice, 'fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds'),
      ...of(
        logoutRefused,
        ...['bad-post-logout-redirect-uri', 'query-added-to-post-logout-redirect-uri'].map(logoutModule),
        ...['modified-id-token-hint', 'bad-id-token-hint'].map(logoutModule),
      ),
      ...of(
        signedOutHere,
        ...['no-params', 'no-post-logout-redirect-uri', 'only-state', 'no-id-token-hint'].map(logoutModule),
      ),
    },
  };
}

/**
 * The configurations of the official suite, by file name, and the plans that each is for, as `run-test-plan.py` takes
 * them.
 *
 * @param {object} where
 * @param {string} where.issuer
 * @param {string} where.mtls the issuer where certificates are shown
 * @param {string} where.alias
 * @param {string} where.suite origin of the suite
 * @param {readonly [Party, Party]} parties
 */
export function suiteConfigurations({ issuer, mtls, alias, suite }, parties) {
  const place = `${suite}/test/a/${alias}`;
  const [first, second] = parties;
  const common = {
    alias,
    description: 'Clientele',
    server: {
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      login_hint: account.username,
      acr_values: acr,
    },
    ...browserOf(issuer, place),
  };
  const secret = (client_id, { secret: client_secret }) => ({ client_id, client_secret });
  const openid = (name) => ({
    ...common,
    client: secret(name, first),
    client2: secret(`${name}-2`, second),
    client_secret_post: secret('openid-post', first),
  });
  const signing = (client_id, { privateKeys: jwks }) => ({
    client_id,
    scope: 'openid accounts offline_access',
    jwks,
    acr_value: acr,
    dpop_signing_alg: 'PS256',
  });
  const shows = ({ certificate: { pem: cert, keyPem: key } }) => ({ cert, key });
  const financial = (name, resource) => ({
    ...common,
    client: signing(name, first),
    client2: signing(`${name}-2`, second),
    mtls: shows(first),
    mtls2: shows(second),
    resource: { resourceUrl: `${resource}${resourcePath}` },
  });
  const variant = (plan, ...values) => `${plan}${values.map((value) => `[${value}]`).join('')}`;
  const known = ['server_metadata=discovery', 'client_registration=static_client'];
  const registered = ['server_metadata=discovery', 'client_registration=dynamic_client'];
  const certification = (name, ...values) => variant(`oidcc-${name}-certification-test-plan`, ...values);
  const logout = ['response_type=code', 'client_registration=static_client'];
  const fapi1 = (client_auth_type, method, mode) =>
    variant(
      'fapi1-advanced-final-test-plan',
      `client_auth_type=${client_auth_type}`,
      'fapi_profile=plain_fapi',
      `fapi_auth_request_method=${method}`,
      `fapi_response_mode=${mode}`,
    );
  const fapi2 = (plan, client_auth_type, sender_constrain, ...more) =>
    variant(
      `fapi2-${plan}-final-test-plan`,
      `client_auth_type=${client_auth_type}`,
      `sender_constrain=${sender_constrain}`,
      'fapi_profile=plain_fapi',
      'openid=openid_connect',
      ...more,
    );
  return [
    {
      file: 'openid.json',
      configuration: openid('openid'),
      plans: [
        ...['basic', 'implicit', 'hybrid', 'formpost-basic'].map((name) => certification(name, ...known)),
        certification('config'),
        certification('rp-initiated-logout', ...logout),
      ],
    },
    {
      file: 'front-channel.json',
      configuration: openid('front-channel'),
      plans: [certification('frontchannel-rp-initiated-logout', ...logout)],
    },
    {
      file: 'back-channel.json',
      configuration: openid('back-channel'),
      plans: [certification('backchannel-rp-initiated-logout', ...logout)],
    },
    {
      file: 'dynamic.json',
      configuration: {
        ...common,
        client: { client_name: 'Conformance dynamic' },
        client2: { client_name: 'Conformance dynamic 2' },
      },
      plans: [
        certification('basic', ...registered),
        ...['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'].map((type) =>
          certification('dynamic', `response_type=${type}`),
        ),
        certification('3rdparty-init-login', 'response_type=code'),
      ],
    },
    {
      file: 'fapi1.json',
      configuration: financial('fapi1', mtls),
      plans: ['by_value', 'pushed'].map((method) => fapi1('private_key_jwt', method, 'plain_response')),
    },
    {
      file: 'fapi1-mtls.json',
      configuration: financial('fapi1-mtls', mtls),
      plans: ['by_value', 'pushed'].map((method) => fapi1('mtls', method, 'plain_response')),
    },
    {
      file: 'fapi1-jarm.json',
      configuration: financial('fapi1-jarm', mtls),
      plans: ['by_value', 'pushed'].map((method) => fapi1('private_key_jwt', method, 'jarm')),
    },
    {
      file: 'fapi2-dpop.json',
      configuration: financial('fapi2-dpop', issuer),
      plans: [fapi2('security-profile', 'private_key_jwt', 'dpop')],
    },
    {
      file: 'fapi2-mtls.json',
      configuration: financial('fapi2-mtls', mtls),
      plans: [fapi2('security-profile', 'mtls', 'mtls')],
    },
    {
      file: 'fapi2-signed.json',
      configuration: financial('fapi2-signed', issuer),
      plans: [
        fapi2(
          'message-signing',
          'private_key_jwt',
          'dpop',
          'fapi_request_method=signed_non_repudiation',
          'fapi_response_mode=jarm',
        ),
      ],
    },
  ];
}
