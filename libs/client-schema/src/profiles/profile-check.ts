import { type Client, type ClientField, type EffectiveClient } from '../client.js';
import { type ClientPatch, type Read, type Rule, type Server, type Violation, rule } from '../rule.js';
import { isSame } from '../same.js';
import { type Spec } from '../specs.js';
import { type FapiProfile } from '../vocabulary.js';

/** One line of the table of a profile: what it asks of a client beyond what is asked of every client. */
export interface ProfileCheck<F extends ClientField> {
  /** Begins with the profile, and states what holds in a good client of it. */
  readonly id: string;
  readonly spec: Spec;
  readonly reads: readonly F[];
  /** Whether the profile leaves no choice: then choosing it mends what is wrong. */
  readonly fixed?: true;
  check(client: Read<F>, server: Server): readonly ProfileFault[];
}

/** What keeps a client from a profile. */
export interface ProfileFault extends Violation {
  /** What mends it; absent: only the owner of the client can know. */
  readonly mend?: ClientPatch;
}

/** What follows "for" in a fault: the form tells it beside the field, far from the profile. */
const names: Readonly<Record<FapiProfile, string>> = {
  none: '',
  fapi1_advanced: 'FAPI 1.0 Advanced',
  fapi2_security: 'FAPI 2.0',
  fapi2_message_signing: 'FAPI 2.0 Message Signing',
};

/** Makes the lines of a table rules of every client that is held to one of these profiles. */
export const linesOf =
  (...profiles: readonly FapiProfile[]) =>
  <const F extends ClientField>({ id, spec, reads, fixed, check }: ProfileCheck<F>): Rule => {
    const faultsOf = (client: Read<F | 'fapi_profile'>, server: Server): readonly ProfileFault[] =>
      profiles.includes(client.fapi_profile) ? check(client, server) : [];
    const mendsOf = (client: Read<F | 'fapi_profile'>, server: Server): ClientPatch =>
      Object.assign({}, ...faultsOf(client, server).map(({ mend }) => mend)) as ClientPatch;
    return rule({
      id,
      spec,
      severity: 'error',
      reads: ['fapi_profile', ...reads],
      // What somebody has chosen is taken away by nobody but them.
      ...(fixed && { settle: (client, server) => withoutNulls(mendsOf(client, server)) }),
      check: (client, server) =>
        faultsOf(client, server).map(({ pointer, detail }) => ({
          pointer,
          detail: `${detail} for ${names[client.fapi_profile]}`,
        })),
      fix: mendsOf,
    });
  };

function withoutNulls(patch: ClientPatch): Partial<Client> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null));
}

/** The fault of a field that has another value than the only one that a profile leaves it. */
export function mustBe<F extends ClientField & keyof EffectiveClient>(
  client: Pick<EffectiveClient, F>,
  name: F,
  value: NonNullable<Client[F]> & (boolean | string | readonly string[]),
): readonly ProfileFault[] {
  const told = Array.isArray(value) ? `${value.join(', ')} alone` : String(value);
  return isSame(client[name], value)
    ? []
    : [{ pointer: `/${name}`, detail: `must be ${told}`, mend: { [name]: value } }];
}
