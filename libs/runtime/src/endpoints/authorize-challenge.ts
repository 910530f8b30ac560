import { firstPartyApps } from '@clientele/client-schema';
import { whatWasAsked } from '../authorization/answer.js';
import { type Door, challenge } from '../authorization/sign-in-api.js';
import { json } from '../http.js';
import { rulesOf } from '../steps.js';
import { type Endpoint } from './endpoint.js';
import { parseForm } from './form.js';

const codeIsAsked = rulesOf('invalid_request')(
  'challenge-asks-for-a-code',
  firstPartyApps('5.2.1'),
  'this endpoint gives authorization codes and nothing else',
  'The request has a response_type other than code.',
);

const door: Door = {
  check: ({ response_type }, { steps }) =>
    steps.hold(codeIsAsked, response_type === 'code', { sent: response_type, registered: 'code' }),
  step: (step, headers) =>
    json(
      400,
      {
        error: 'insufficient_authorization',
        error_description: step.fault === undefined ? 'the user must sign in' : 'the username or the password is wrong',
        ...step,
      },
      headers,
    ),
  answer: async (decided, headers, context) => {
    const { code } = await whatWasAsked(decided, context);
    return json(200, { authorization_code: code }, headers);
  },
};

/** Where first-party applications sign users in without a browser, OAuth 2.0 for First-Party Applications §5. */
export const authorizeChallenge: Endpoint = {
  path: '/authorize-challenge',
  spec: firstPartyApps('5'),
  methods: ['POST'],
  answers: 'json',
  cors: 'client',

  metadata: ({ addresses }) => ({ authorization_challenge_endpoint: `${addresses.issuer}/authorize-challenge` }),

  handle: (context) => {
    const form = parseForm(context);
    context.steps.client_id = form.values.get('client_id') ?? null;
    // What it gives has one type, which need not be said.
    const values = new Map([['response_type', 'code'], ...form.values]);
    return challenge({ ...form, values }, door, context);
  },
};
