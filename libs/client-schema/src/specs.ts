/** Where a behaviour is specified: a short label for people and the address of the text. */
export interface Spec {
  readonly label: string;
  readonly url: string;
}

const source =
  (name: string, page: string) =>
  (section: string): Spec => ({ label: `${name} §${section}`, url: `${page}#section-${section}` });

const openid =
  (name: string, page: string) =>
  (section: string): Spec => ({ label: `${name} §${section}`, url: `https://openid.net/specs/${page}` });

/** `rfc(6749, '5.2')` is RFC 6749 §5.2; without a section, the whole document. */
export function rfc(number: number, section?: string): Spec {
  const url = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return section ? source(`RFC ${number}`, url)(section) : { label: `RFC ${number}`, url };
}

export const oidcCore = openid('OpenID Connect Core', 'openid-connect-core-1_0.html');
export const oidcDiscovery = openid('OpenID Connect Discovery', 'openid-connect-discovery-1_0.html');
export const oidcRegistration = openid('OpenID Connect Registration', 'openid-connect-registration-1_0.html');
export const oidcFederation = openid('OpenID Federation', 'openid-federation-1_0.html');
export const rpInitiatedLogout = openid('OpenID Connect RP-Initiated Logout', 'openid-connect-rpinitiated-1_0.html');
export const frontChannelLogout = openid('OpenID Connect Front-Channel Logout', 'openid-connect-frontchannel-1_0.html');
export const backChannelLogout = openid('OpenID Connect Back-Channel Logout', 'openid-connect-backchannel-1_0.html');
export const responseTypesSpec = openid(
  'OAuth 2.0 Multiple Response Types',
  'oauth-v2-multiple-response-types-1_0.html',
);

export const jarmSpec = openid('JWT Secured Authorization Response Mode', 'oauth-v2-jarm.html');

export const fapi1Baseline = openid('FAPI 1.0 Baseline', 'openid-financial-api-part-1-1_0.html');
export const fapi1Advanced = openid('FAPI 1.0 Advanced', 'openid-financial-api-part-2-1_0.html');
export const fapi2Security = openid('FAPI 2.0 Security Profile', 'fapi-security-profile-2_0-final.html');
export const fapi2MessageSigning = openid('FAPI 2.0 Message Signing', 'fapi-message-signing-2_0-final.html');

export const formPostSpec = openid('OAuth 2.0 Form Post Response Mode', 'oauth-v2-form-post-response-mode-1_0.html');

export const clientIdMetadataDocuments = source(
  'OAuth Client ID Metadata Document',
  'https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document',
);

/** OAuth 2.0 for First-Party Applications, a draft of the IETF. */
export const firstPartyApps = source(
  'OAuth 2.0 for First-Party Applications',
  'https://datatracker.ietf.org/doc/html/draft-ietf-oauth-first-party-apps',
);

/** OAuth 2.0 Attestation-Based Client Authentication, a draft of the IETF. */
export const attestationDraft = source(
  'OAuth 2.0 Attestation-Based Client Authentication',
  'https://datatracker.ietf.org/doc/html/draft-ietf-oauth-attestation-based-client-auth',
);

/** A behaviour that no public document asks for; `topic` is the page of our own documentation that explains it. */
export function ours(topic: string): Spec {
  return { label: `Clientele: ${topic}`, url: `https://github.com/clientele/clientele/blob/main/docs/${topic}.md` };
}
