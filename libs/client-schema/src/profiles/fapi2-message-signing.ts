import { isInteractive } from '../interactive.js';
import { type Rule } from '../rule.js';
import { fapi2MessageSigning } from '../specs.js';
import { linesOf, mustBe } from './profile-check.js';

const line = linesOf('fapi2_message_signing');

/** What FAPI 2.0 Message Signing adds to the security profile. What a request must be besides, the runtime checks. */
export const fapi2MessageSigningRules: readonly Rule[] = [
  line({
    id: 'fapi2-message-requests-are-signed',
    spec: fapi2MessageSigning('5.3'),
    reads: ['grant_types', 'require_signed_request_object'],
    fixed: true,
    check: (client) => (isInteractive(client.grant_types) ? mustBe(client, 'require_signed_request_object', true) : []),
  }),
  line({
    id: 'fapi2-message-answers-are-signed',
    spec: fapi2MessageSigning('5.4'),
    reads: ['grant_types', 'require_jwt_secured_authorization_response'],
    fixed: true,
    check: (client) =>
      isInteractive(client.grant_types) ? mustBe(client, 'require_jwt_secured_authorization_response', true) : [],
  }),
];
