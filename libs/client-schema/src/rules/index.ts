import { profileRules } from '../profiles/index.js';
import { type Rule } from '../rule.js';
import { accessTokenManagerAdmitsClient } from './access-token-manager-admits-client.js';
import { additionalMethodsDiffer } from './additional-methods-differ.js';
import { allowedAuthenticatorsAreOffered } from './allowed-authenticators-are-offered.js';
import { applicationTypeFitsClientType } from './application-type-fits-client-type.js';
import { assertionAlgFitsAKey } from './assertion-alg-fits-a-key.js';
import { assertionAlgFitsTheMethod } from './assertion-alg-fits-the-method.js';
import { comparedRdnsAreInTheSubject } from './compared-rdns-are-in-the-subject.js';
import { authorizationDetailsHaveAType } from './authorization-details-have-a-type.js';
import { boundTokensComeFromTheTokenEndpoint } from './bound-tokens-come-from-the-token-endpoint.js';
import { authorizationAlgHasAServerKey } from './authorization-alg-has-a-server-key.js';
import { signedAnswersHaveAResponseMode } from './signed-answers-have-a-response-mode.js';
import { encryptedAnswerHasAKey } from './encrypted-answer-has-a-key.js';
import { encryptedAnswerIsSigned } from './encrypted-answer-is-signed.js';
import { clientDoesSomething } from './client-does-something.js';
import { codeChallengeIsHashed } from './code-challenge-is-hashed.js';
import { codeGrantUsesPkce } from './code-grant-uses-pkce.js';
import { financialClientHasAProfile } from './financial-client-has-a-profile.js';
import { extendedPropertyTakesOneValue } from './extended-property-takes-one-value.js';
import { confidentialClientAuthenticates } from './confidential-client-authenticates.js';
import { consentorsOnlyHasAConsentor } from './consentors-only-has-a-consentor.js';
import { grantTypeHasResponseType } from './grant-type-has-response-type.js';
import { exclusiveScopesAreListed } from './exclusive-scopes-are-listed.js';
import { credentialManagerVerifiesSecrets } from './credential-manager-verifies-secrets.js';
import { defaultAcrValuesAreReachable } from './default-acr-values-are-reachable.js';
import { grantIdleTimeWithinLifetime } from './grant-idle-time-within-lifetime.js';
import { hmacSignatureHasASecret } from './hmac-signature-has-a-secret.js';
import { idTokenAlgHasAServerKey } from './id-token-alg-has-a-server-key.js';
import { idTokenResponseHasOpenid } from './id-token-response-has-openid.js';
import { implicitGrantIsAvoided } from './implicit-grant-is-avoided.js';
import { implicitRedirectIsHttps } from './implicit-redirect-is-https.js';
import { introspectionAlgHasAServerKey } from './introspection-alg-has-a-server-key.js';
import { introspectionClientAuthenticates } from './introspection-client-authenticates.js';
import { jwksByValueOrByReference } from './jwks-by-value-or-by-reference.js';
import { legacyGrantIsPermitted } from './legacy-grant-is-permitted.js';
import { listedScopesAreOfTheirKind } from './listed-scopes-are-of-their-kind.js';
import { lockedFieldsAreInherited } from './locked-fields-are-inherited.js';
import { logoutIsTracked } from './logout-is-tracked.js';
import { logoutModeHasItsAddresses } from './logout-mode-has-its-addresses.js';
import { logoutTokensAreSigned } from './logout-tokens-are-signed.js';
import { logoutUrisHaveNoFragment } from './logout-uris-have-no-fragment.js';
import { logoutUrisStayWithTheClient } from './logout-uris-stay-with-the-client.js';
import { loopbackRedirectNamesAnAddress } from './loopback-redirect-names-an-address.js';
import { maximumAgeHasAnEffect } from './maximum-age-has-an-effect.js';
import { mutualTlsAliasesArePublished } from './mutual-tls-aliases-are-published.js';
import { mutualTlsIsSwitchedOn } from './mutual-tls-is-switched-on.js';
import { keyAddressesCanBeFetched } from './key-addresses-can-be-fetched.js';
import { nativeClientIgnoresLoopbackPort } from './native-client-ignores-loopback-port.js';
import { nativeHttpsRedirectIsNotLoopback } from './native-https-redirect-is-not-loopback.js';
import { outboundHostsAreTrusted } from './outbound-hosts-are-trusted.js';
import { ownKeyPairFitsTheAdapter } from './own-key-pair-fits-the-adapter.js';
import { offlineAccessIsAvailable } from './offline-access-is-available.js';
import { plainPkceIsAllowed } from './plain-pkce-is-allowed.js';
import { postLogoutRedirectHasARedirectOrigin } from './post-logout-redirect-has-a-redirect-origin.js';
import { postLogoutRedirectIsExact } from './post-logout-redirect-is-exact.js';
import { postLogoutRedirectStaysAtItsOrigin } from './post-logout-redirect-stays-at-its-origin.js';
import { pairwiseClientHasOneSector } from './pairwise-client-has-one-sector.js';
import { presentationHostIsARedirectHost } from './presentation-host-is-a-redirect-host.js';
import { parIsSwitchedOn } from './par-is-switched-on.js';
import { perRequestRedirectUrisArePermitted } from './per-request-redirect-uris-are-permitted.js';
import { portSwitchNeedsExactPolicy } from './port-switch-needs-exact-policy.js';
import { privateKeyJwtHasKeys } from './private-key-jwt-has-keys.js';
import { privateSchemeHasADot } from './private-scheme-has-a-dot.js';
import { privateSchemeNeedsNativeClient } from './private-scheme-needs-native-client.js';
import { publicClientHasNoClientCredentials } from './public-client-has-no-client-credentials.js';
import { publicClientIdIsTheIssuer } from './public-client-id-is-the-issuer.js';
import { publicClientUsesPkce } from './public-client-uses-pkce.js';
import { publicRefreshRotates } from './public-refresh-rotates.js';
import { redirectUrisAreExact } from './redirect-uris-are-exact.js';
import { referencedRecordsExist } from './referenced-records-exist.js';
import { registrationTemplateNamesItsRegistrants } from './registration-template-names-its-registrants.js';
import { refreshCeilingCoversOneToken } from './refresh-ceiling-covers-one-token.js';
import { refreshGracePeriodIsShort } from './refresh-grace-period-is-short.js';
import { refreshTokenAccompaniesAnotherGrant } from './refresh-token-accompanies-another-grant.js';
import { refreshTokenRotatesBeforeItExpires } from './refresh-token-rotates-before-it-expires.js';
import { refreshTokensAreNotDisabled } from './refresh-tokens-are-not-disabled.js';
import { replayPreventionNeedsAJti } from './replay-prevention-needs-a-jti.js';
import { requestObjectAlgIsPermitted } from './request-object-alg-is-permitted.js';
import { requestObjectEncryptionHasAKey } from './request-object-encryption-has-a-key.js';
import { requestUrisAreListed } from './request-uris-are-listed.js';
import { responseModeReachesTheClient } from './response-mode-reaches-the-client.js';
import { responseModesFitResponseTypes } from './response-modes-fit-response-types.js';
import { responseTypeFitsGrantTypes } from './response-type-fits-grant-types.js';
import { responseTypesRestrict } from './response-types-restrict.js';
import { tokensAreBoundInOneWay } from './tokens-are-bound-in-one-way.js';
import { reusedGrantsAreOfItsGrantTypes } from './reused-grants-are-of-its-grant-types.js';
import { rsaExponentIsOdd } from './rsa-exponent-is-odd.js';
import { scopesAreListedInOneWay } from './scopes-are-listed-in-one-way.js';
import { secondaryCertificateSubjectIsWhole } from './secondary-certificate-subject-is-whole.js';
import { selfSignedCertificateIsRegistered } from './self-signed-certificate-is-registered.js';
import { serverToServerClientAuthenticates } from './server-to-server-client-authenticates.js';
import { serverToServerClientHasNoUsers } from './server-to-server-client-has-no-users.js';
import { signedRequestHasKeys } from './signed-request-has-keys.js';
import { signingAlgsFitTheKeyPair } from './signing-algs-fit-the-key-pair.js';
import { singlePageApplicationIsPublic } from './single-page-application-is-public.js';
import { singlePageApplicationListsItsOrigins } from './single-page-application-lists-its-origins.js';
import { storedEncryptionKeyFits } from './stored-encryption-key-fits.js';
import { storedKeysHaveTheirUse } from './stored-keys-have-their-use.js';
import { tlsClientHasOneSubject } from './tls-client-has-one-subject.js';
import { ttlWithinServerMaximum } from './ttl-within-server-maximum.js';
import { unsignedIdTokenComesFromTheTokenEndpoint } from './unsigned-id-token-comes-from-the-token-endpoint.js';
import { unsignedRequestObjectIsPermitted } from './unsigned-request-object-is-permitted.js';
import { unsignedResponseIsPermitted } from './unsigned-response-is-permitted.js';
import { wildcardRedirectIsPermitted } from './wildcard-redirect-is-permitted.js';
import { attesterHasKeys } from './attester-has-keys.js';
import { publicRedirectlessClientIsAttested } from './public-redirectless-client-is-attested.js';
import { redirectlessAnswersAreAllowed } from './redirectless-answers-are-allowed.js';
import { redirectlessClientAsksNoConsent } from './redirectless-client-asks-no-consent.js';
import { redirectlessClientCanBeAttested } from './redirectless-client-can-be-attested.js';
import { redirectlessClientHasARedirectUri } from './redirectless-client-has-a-redirect-uri.js';
import { redirectlessClientHasTheCodeGrant } from './redirectless-client-has-the-code-grant.js';
import { redirectlessClientIsFirstParty } from './redirectless-client-is-first-party.js';
import { usersHaveARedirectUri } from './users-have-a-redirect-uri.js';
import { userinfoAlgHasAServerKey } from './userinfo-alg-has-a-server-key.js';

/** Every cross-field rule, in the order in which their faults are told: what grants are, then who may use them. */
export const rules: readonly Rule[] = [
  clientDoesSomething,
  refreshTokenAccompaniesAnotherGrant,
  refreshTokensAreNotDisabled,
  refreshCeilingCoversOneToken,
  refreshGracePeriodIsShort,
  refreshTokenRotatesBeforeItExpires,
  offlineAccessIsAvailable,
  grantIdleTimeWithinLifetime,
  reusedGrantsAreOfItsGrantTypes,
  responseTypesRestrict,
  responseTypeFitsGrantTypes,
  grantTypeHasResponseType,
  idTokenResponseHasOpenid,
  responseModesFitResponseTypes,
  responseModeReachesTheClient,
  legacyGrantIsPermitted,
  implicitGrantIsAvoided,
  boundTokensComeFromTheTokenEndpoint,

  publicClientIdIsTheIssuer,
  applicationTypeFitsClientType,
  singlePageApplicationIsPublic,
  serverToServerClientHasNoUsers,
  serverToServerClientAuthenticates,
  financialClientHasAProfile,

  confidentialClientAuthenticates,
  publicClientHasNoClientCredentials,
  introspectionClientAuthenticates,
  additionalMethodsDiffer,
  privateKeyJwtHasKeys,
  jwksByValueOrByReference,
  assertionAlgFitsTheMethod,
  assertionAlgFitsAKey,
  replayPreventionNeedsAJti,
  credentialManagerVerifiesSecrets,
  mutualTlsIsSwitchedOn,
  tlsClientHasOneSubject,
  comparedRdnsAreInTheSubject,
  selfSignedCertificateIsRegistered,
  secondaryCertificateSubjectIsWhole,
  mutualTlsAliasesArePublished,
  publicRefreshRotates,
  tokensAreBoundInOneWay,

  usersHaveARedirectUri,
  implicitRedirectIsHttps,
  wildcardRedirectIsPermitted,
  redirectUrisAreExact,
  portSwitchNeedsExactPolicy,
  privateSchemeNeedsNativeClient,
  privateSchemeHasADot,
  nativeHttpsRedirectIsNotLoopback,
  loopbackRedirectNamesAnAddress,
  nativeClientIgnoresLoopbackPort,
  singlePageApplicationListsItsOrigins,
  postLogoutRedirectIsExact,
  postLogoutRedirectHasARedirectOrigin,
  postLogoutRedirectStaysAtItsOrigin,
  logoutIsTracked,
  logoutModeHasItsAddresses,
  logoutTokensAreSigned,
  logoutUrisHaveNoFragment,
  logoutUrisStayWithTheClient,
  pairwiseClientHasOneSector,
  presentationHostIsARedirectHost,
  keyAddressesCanBeFetched,
  outboundHostsAreTrusted,

  maximumAgeHasAnEffect,
  allowedAuthenticatorsAreOffered,
  defaultAcrValuesAreReachable,
  consentorsOnlyHasAConsentor,
  redirectlessClientHasTheCodeGrant,
  redirectlessClientIsFirstParty,
  redirectlessClientAsksNoConsent,
  redirectlessAnswersAreAllowed,
  redirectlessClientHasARedirectUri,
  publicRedirectlessClientIsAttested,
  attesterHasKeys,
  redirectlessClientCanBeAttested,

  publicClientUsesPkce,
  codeGrantUsesPkce,
  plainPkceIsAllowed,
  codeChallengeIsHashed,
  parIsSwitchedOn,
  perRequestRedirectUrisArePermitted,
  signedRequestHasKeys,
  requestObjectAlgIsPermitted,
  unsignedRequestObjectIsPermitted,
  requestUrisAreListed,
  requestObjectEncryptionHasAKey,
  idTokenAlgHasAServerKey,
  userinfoAlgHasAServerKey,
  authorizationAlgHasAServerKey,
  introspectionAlgHasAServerKey,
  signedAnswersHaveAResponseMode,
  encryptedAnswerHasAKey,
  storedKeysHaveTheirUse,
  storedEncryptionKeyFits,
  encryptedAnswerIsSigned,
  signingAlgsFitTheKeyPair,
  hmacSignatureHasASecret,
  unsignedResponseIsPermitted,
  unsignedIdTokenComesFromTheTokenEndpoint,
  rsaExponentIsOdd,
  ownKeyPairFitsTheAdapter,
  scopesAreListedInOneWay,
  listedScopesAreOfTheirKind,
  exclusiveScopesAreListed,
  authorizationDetailsHaveAType,
  referencedRecordsExist,
  registrationTemplateNamesItsRegistrants,
  lockedFieldsAreInherited,
  extendedPropertyTakesOneValue,
  accessTokenManagerAdmitsClient,
  ttlWithinServerMaximum,
  // Last, so that they tell what a profile asks beyond the rest.
  ...profileRules,
];
