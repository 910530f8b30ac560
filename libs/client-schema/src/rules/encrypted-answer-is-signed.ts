import { rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const encryptedAnswerIsSigned = rule({
  id: 'encrypted-answer-is-signed',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: [
    'id_token_encrypted_response_alg',
    'id_token_signed_response_alg',
    'userinfo_encrypted_response_alg',
    'userinfo_signed_response_alg',
  ],
  check: (client) =>
    // Anybody can encrypt to a public key: without a signature nobody knows who did.
    (['id_token', 'userinfo'] as const)
      .filter((answer) => {
        const signed = client[`${answer}_signed_response_alg`];
        return client[`${answer}_encrypted_response_alg`] !== undefined && (signed === undefined || signed === 'none');
      })
      .map((answer) => violation(`/${answer}_signed_response_alg`, 'must be set to sign what is to be encrypted')),
});
