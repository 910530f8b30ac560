import { done, resource } from '../resource.js';
import { instant, instantOrNull, declared, input, object, ref, string } from '../shapes.js';
import { ClientRotationMembers, RotationMembers } from '../../admin/key-pairs/rotation-members.js';

const key = {
  kid: 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s',
  generation: 2,
  state: 'pending',
  algs: ['ES256'],
  jwk: {
    kty: 'EC',
    crv: 'P-256',
    x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
    y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
    kid: 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s',
    use: 'sig',
  },
  did: 'did:jwk:eyJrdHkiOiJFQyIsImNydiI6IlAtMjU2IiwieCI6Ik1LQkNUTkljS1VTRGlpMTF5U3MzNTI2aURaOEFpVG83VHU2S1BBcXY3RDQiLCJ5IjoiNEV0bDZTUlcyWWlMVXJONXZmdlZIdWhwN3g4UHhsdG1XV2xiYk00SUZ5TSJ9',
  adapter_id: 'internal',
  created_at: '2026-01-15T09:30:00.000Z',
  active_from: '2026-01-15T09:40:00.000Z',
  until: '2026-01-15T09:40:00.000Z',
};

export const keyPairKeys = resource({
  name: 'Keys of key pairs',
  description: 'The generations of a key pair, which take each other’s place.',
  operations: {
    listKeys: {
      summary: 'List the keys of a key pair',
      description: 'Every generation, the first one first, with its public half; never the private one.',
      answers: { 200: { description: 'The keys.', body: { schema: 'KeyList', example: { items: [key] } } } },
    },
    rotateKeyPair: {
      summary: 'Rotate a key pair',
      description:
        'Makes the next key. It is published at once and signs when verifiers can have read it; the one before stays published as long as what it has signed.',
      parameters: ['idempotencyKey'],
      body: { schema: 'KeyRotation', example: { at_once: false }, optional: true },
      answers: {
        201: { description: 'The key.', headers: ['ETag', 'Location'], body: { schema: 'Key', example: key } },
      },
      problems: ['invalidDocument'],
    },
    endKey: {
      summary: 'Withdraw a key',
      description: 'Takes a key out of the JWK Set now: what it has signed is worth nothing any more.',
      answers: done('The key is withdrawn.'),
      problems: ['inUse'],
    },
    listClientKeys: {
      summary: 'List the keys of a client’s own key pair',
      description:
        'Every generation of the pair that the client has for itself, as `key_pair_type` says, the first one first.',
      answers: { 200: { description: 'The keys.', body: { schema: 'KeyList', example: { items: [key] } } } },
    },
    rotateClientKeyPair: {
      summary: 'Rotate a client’s own key pair',
      description:
        'Makes the next key, as a revision of the client. It is published at once and signs when verifiers can have read it.',
      parameters: ['ifMatch', 'idempotencyKey'],
      body: { schema: 'ClientKeyRotation', example: { at_once: false }, optional: true },
      answers: {
        201: { description: 'The key.', headers: ['ETag', 'Location'], body: { schema: 'Key', example: key } },
      },
      problems: ['conflict', 'notOwner', 'escalation', 'stale', 'invalidDocument', 'unavailable'],
    },
    endClientKey: {
      summary: 'Withdraw a key of a client',
      description: 'Takes a key out of the JWK Set now: what it has signed is worth nothing any more.',
      parameters: ['ifMatch'],
      answers: done('The key is withdrawn.'),
      problems: ['inUse', 'notOwner', 'escalation', 'stale'],
    },
  },
  schemas: {
    Key: object('One generation of a key pair.', {
      kid: string('Names it in tokens and in the JWK Set: a thumbprint (RFC 7638), or what the client calls it.'),
      generation: { type: 'integer', minimum: 1, description: 'Counts the keys of the pair.' },
      state: {
        type: 'string',
        enum: ['pending', 'active', 'retiring', 'retired'],
        description: 'Published before it signs, signing, published after that, or over.',
      },
      algs: { type: 'array', items: { type: 'string' }, description: 'What it can sign with.' },
      jwk: { type: 'object', description: 'The public half, RFC 7517.', additionalProperties: true },
      did: string('The same as a decentralised identifier of the method jwk.'),
      adapter_id: string('The signature adapter that keeps it and signs with it.'),
      created_at: instant('When it was made, in UTC.'),
      active_from: instant('When it begins to sign, in UTC.'),
      until: instantOrNull('When its state ends by itself, in UTC; null: not without a change.'),
    }),
    KeyList: object('The keys of a pair.', { items: { type: 'array', items: ref('Key') } }),
    ClientKeyRotation: input('A wish for the next key of a client.', declared(ClientRotationMembers)),
    KeyRotation: input('A wish for the next key.', declared(RotationMembers)),
  },
});
