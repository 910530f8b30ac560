import { type Issue, pointerTo } from '@clientele/client-schema/issue';
import { serverClaims } from '@clientele/client-schema/server-claims';
import { isEmailAddress } from '@clientele/client-schema/email-address';

interface ClaimType {
  readonly admits: (value: unknown) => boolean;
  readonly detail: string;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isAddress = (value: unknown) => isObject(value) && Object.values(value).every(isText);

const text: ClaimType = { admits: isText, detail: 'must be a string' };
const flag: ClaimType = { admits: (value) => typeof value === 'boolean', detail: 'must be true or false' };
const webAddress: ClaimType = { admits: (value) => isText(value) && URL.canParse(value), detail: 'must be a URL' };
const email: ClaimType = { admits: isEmailAddress, detail: 'must be an e-mail address' };
const instant: ClaimType = {
  admits: (value) => typeof value === 'number' && value >= 0,
  detail: 'must be a number of seconds since 1970',
};
const birthdate: ClaimType = {
  admits: (value) => isText(value) && /^\d{4}(?:-\d\d-\d\d)?$/.test(value),
  detail: 'must be a date such as 1990-05-17, or a year',
};
const address: ClaimType = { admits: isAddress, detail: 'must be an object of strings, such as locality and country' };

/** The types of the standard claims, OpenID Connect Core §5.1; of other claims any value will do. */
const standardClaims = new Map<string, ClaimType>([
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname'].map((name) => [name, text] as const),
  ...['preferred_username', 'gender', 'zoneinfo', 'locale', 'phone_number'].map((name) => [name, text] as const),
  ...['profile', 'picture', 'website'].map((name) => [name, webAddress] as const),
  ...['email_verified', 'phone_number_verified'].map((name) => [name, flag] as const),
  ['email', email],
  ['birthdate', birthdate],
  ['address', address],
  ['updated_at', instant],
]);

/** All claims together, as JSON, in characters. */
const maxSize = 16_384;

/** The faults of the claims of an account. Null says nothing: OpenID Connect Core §5.3.2. */
export function claimFaults(claims: unknown): Issue[] {
  if (!isObject(claims)) {
    return [{ pointer: '/claims', rule: 'claims', detail: 'must be an object of claims' }];
  }
  const faults = Object.entries(claims).flatMap(([name, value]): Issue[] => {
    const pointer = `/claims${pointerTo(name)}`;
    if (serverClaims.has(name)) return [{ pointer, rule: 'server-claim', detail: 'is set by the server' }];
    if (value === null) {
      return [{ pointer, rule: 'claim-has-value', detail: 'must have a value; leave it out instead' }];
    }
    // A claim in another language has the type of the claim, OpenID Connect Core §5.2: `family_name#ja-Kana-JP`.
    const type = standardClaims.get(name.split('#')[0]!);
    return type && !type.admits(value) ? [{ pointer, rule: 'claim-type', detail: type.detail }] : [];
  });
  if (JSON.stringify(claims).length > maxSize) {
    faults.push({ pointer: '/claims', rule: 'claims-size', detail: `must have at most ${maxSize} characters as JSON` });
  }
  return faults;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
