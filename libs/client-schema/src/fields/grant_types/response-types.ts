import { is } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choices, Flag } from '../../kinds.js';
import { carriesTokens, parseResponseType } from '../../response-types.js';
import { ours, responseTypesSpec, rfc } from '../../specs.js';
import { type ResponseModeName, type ResponseType, responseModeNames, responseTypes } from '../../vocabulary.js';

@Group({
  name: 'response_types',
  title: 'Response types',
  intro: 'What the authorization endpoint may answer with.',
  spec: rfc(6749, '3.1.1'),
})
export class ResponseTypeFields {
  /** False: every response type that the grant types permit. True: those listed. */
  @Flag({
    label: 'Restrict response types',
    help: 'Allow only the response types listed below, instead of all that the grant types permit.',
    spec: ours('clients'),
    default: false,
    visibleWhen: hasUsers,
  })
  restrict_response_types: boolean;

  /** The response types this client may ask for, their words in any order. Written without `restrict_response_types`, the list restricts. */
  @Choices({
    label: 'Response types',
    help: 'Response types this client may ask for; those with a token need the implicit grant, and code the code grant.',
    spec: rfc(7591, '2'),
    values: responseTypes,
    discouraged: {
      values: responseTypes.filter(carriesTokens),
      why: 'Tokens in an authorization response pass through the browser, where they leak. Ask for a code alone.',
      spec: rfc(9700, '2.1.2'),
    },
    normalise: (type) => parseResponseType([...new Set(type.split(' '))].join(' ')) ?? type,
    default: [],
    visibleWhen: is('restrict_response_types', true),
  })
  response_types: ResponseType[];

  /**
   * How answers may travel; absent: in every way. A request that names none asks for `query`, or for `fragment` where the
   * answer carries a token.
   */
  @Choices({
    label: 'Response modes',
    help: 'Ways answers may be returned; empty allows all. A request that names none asks for query, or fragment where it wants tokens.',
    spec: responseTypesSpec('2.1'),
    values: responseModeNames,
    min: 1,
    visibleWhen: hasUsers,
    example: ['query'],
  })
  response_modes?: ResponseModeName[];
}
