import { type EffectiveClient, type Settings } from './client.js';
import {
  type GrantType,
  type ResponseType,
  codeGrantTypes,
  interactiveGrantTypes,
  responseTypes,
} from './vocabulary.js';

/** What an authorization response may carry: the words of response types, `none` aside. */
export type ResponsePart = 'code' | 'token' | 'id_token';

const implicit: readonly GrantType[] = ['implicit'];
const grantsOfPart: Readonly<Record<ResponsePart, readonly GrantType[]>> = {
  code: codeGrantTypes,
  token: implicit,
  id_token: implicit,
};

/** The response type that a text stands for; undefined: none that is known. RFC 6749 §3.1.1: the order means nothing. */
export function parseResponseType(text: string): ResponseType | undefined {
  const words = text.split(' ').toSorted().join(' ');
  return responseTypes.find((known) => known === words);
}

/** What an answer to this response type carries. */
export function partsOf(type: ResponseType): readonly ResponsePart[] {
  return type === 'none' ? [] : (type.split(' ') as ResponsePart[]);
}

/** Whether the answer carries a token, so that no server but the client's browser may see it: Multiple Response Types §5. */
export function carriesTokens(type: ResponseType): boolean {
  return partsOf(type).some((part) => part !== 'code');
}

/** The response types that a server with these settings supports. */
export function responseTypesOf({
  allow_legacy_grants,
}: Pick<Settings, 'allow_legacy_grants'>): readonly ResponseType[] {
  return allow_legacy_grants ? responseTypes : responseTypes.filter((type) => !carriesTokens(type));
}

/** Of each list a client needs one grant type, or the response type is of no use to it. RFC 7591 §2.1. */
export function grantTypesFor(type: ResponseType): readonly (readonly GrantType[])[] {
  return type === 'none' ? [interactiveGrantTypes] : [...new Set(partsOf(type).map((part) => grantsOfPart[part]))];
}

/** Of what `grantTypesFor` says, what these grant types lack. */
export function grantTypesMissing(
  type: ResponseType,
  grant_types: readonly GrantType[],
): readonly (readonly GrantType[])[] {
  return grantTypesFor(type).filter((ones) => !ones.some((one) => grant_types.includes(one)));
}

/** The response types that a client may ask for: those of its grant types, or of them those that it restricts itself to. */
export function permittedResponseTypes({
  restrict_response_types,
  response_types,
  grant_types,
}: Pick<EffectiveClient, 'restrict_response_types' | 'response_types' | 'grant_types'>): readonly ResponseType[] {
  return responseTypes.filter(
    (type) =>
      grantTypesMissing(type, grant_types).length === 0 && (!restrict_response_types || response_types.includes(type)),
  );
}
