import { type ServerState } from '../ports/settings-store.js';
import { type Certificate, readPem } from './certificate.js';

/** The certificate authorities whose word counts: those of the registry, and those that the operator deploys. */
export class Authorities {
  readonly #deployed: readonly Certificate[];
  readonly #read = new WeakMap<object, ReadonlyMap<string, Certificate>>();

  /** @param deployed in PEM; for clients that choose no authority */
  constructor(deployed: readonly string[]) {
    this.#deployed = deployed.flatMap((pem) => readPem(pem) ?? []);
  }

  /** @param ids of records; none: every authority */
  of(ids: readonly string[], { trusted_cas }: Pick<ServerState, 'trusted_cas'>): readonly Certificate[] {
    let known = this.#read.get(trusted_cas);
    if (!known) {
      known = new Map(trusted_cas.flatMap(({ id, certificate }) => asEntry(id, readPem(certificate))));
      this.#read.set(trusted_cas, known);
    }
    return ids.length > 0 ? ids.flatMap((id) => known.get(id) ?? []) : [...known.values(), ...this.#deployed];
  }
}

function asEntry(id: string, certificate: Certificate | undefined): [string, Certificate][] {
  return certificate ? [[id, certificate]] : [];
}
