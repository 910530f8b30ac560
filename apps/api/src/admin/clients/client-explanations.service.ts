import { Injectable } from '@nestjs/common';
import { type Issue } from '@clientele/client-schema';
import { type Explanation, type ImaginedRequest } from '@clientele/runtime';
import { problems } from '../../problems/problem-types.js';
import { notFound, refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { suggestedPatch } from '../receipts/suggested-patch.js';
import { ServerView } from '../server-view.js';
import { AddressedClients } from './addressed-clients.js';
import { Explainer } from './explainer.js';

/** What would become of a request; the suggestion is a merge patch on the client as it is now. */
export type ExplanationView = Omit<Explanation, 'suggestion'> & { suggestion: Document | null };

/** Where a request may go that is explained. */
export const explainedEndpoints = ['/authorize', '/par', '/token'] as const;

/** As many values as a request is taken to have. */
const most = 100;
const maxLength = 8192;
/** What proves who asks, which is no part of an explanation: guessing it here would be counted nowhere. */
const credentials = ['client_secret', 'client_assertion', 'client_assertion_type', 'password'];

@Injectable()
export class ClientExplanationsService {
  constructor(
    private readonly clients: AddressedClients,
    private readonly view: ServerView,
    private readonly explainer: Explainer,
  ) {}

  /**
   * Decides the request with these parameters.
   * @param endpoint default: the token endpoint where it has a `grant_type`, else that of authorization requests
   */
  async explain(
    client_id: string,
    parameters: Document,
    { endpoint, address }: { endpoint: ImaginedRequest['endpoint'] | undefined; address: string },
    caller: CallerIdentity,
  ): Promise<ExplanationView> {
    const client = await this.clients.find(client_id, caller);
    refuse(problems.invalidDocument, faultsOf(parameters, client_id));
    const explanation = await this.explainer.explain({
      endpoint: endpoint ?? ('grant_type' in parameters ? '/token' : '/authorize'),
      client_id,
      parameters: encoded(parameters),
      address,
    });
    if (!explanation) throw notFound('client');
    const { suggestion } = explanation;
    const patch = suggestion && suggestedPatch(suggestion, client, await this.view.read(), caller);
    return { ...explanation, suggestion: patch };
  }
}

function faultsOf(parameters: Document, client_id: string): Issue[] {
  const faults = Object.entries(parameters).flatMap(([name, value]) => {
    const detail = faultOf(name, value, client_id);
    return detail === undefined ? [] : [{ pointer: `/${name}`, rule: 'request-parameter', detail }];
  });
  const count = Object.values(parameters).flat().length;
  return count <= most
    ? faults
    : [...faults, { pointer: '', rule: 'request-parameter', detail: `must have at most ${most} values` }];
}

function faultOf(name: string, value: unknown, client_id: string): string | undefined {
  if (credentials.includes(name)) return 'must be absent: the client is taken for authenticated';
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!values.every((one) => typeof one === 'string' && one.length <= maxLength)) {
    return `must be text of at most ${maxLength} characters, or a list of such`;
  }
  return name !== 'client_id' || value === client_id ? undefined : 'must be the client that is asked about';
}

/** As the request would have them; a list is a parameter that comes several times. */
function encoded(parameters: Document): string {
  const pairs = Object.entries(parameters)
    .filter(([name]) => name !== 'client_id')
    .flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)] as [string, string]));
  return new URLSearchParams(pairs).toString();
}
