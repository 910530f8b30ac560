import { Controller, HttpCode, Ip, Param, Post, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Document, JsonBody } from '../http/body.js';
import { type RawQuery, oneOf, onlyParameters } from '../http/query.js';
import { ClientExplanationsService, type ExplanationView, explainedEndpoints } from './client-explanations.service.js';

@Controller('clients/:client_id/explain')
export class ClientExplanationsController {
  constructor(private readonly explanations: ClientExplanationsService) {}

  /** What the issuer would decide about a request of the client, step by step; nothing comes of it. */
  @Post()
  @HttpCode(200)
  @RequiresScope('clients:read')
  explainRequest(
    @Param('client_id') id: string,
    @JsonBody() parameters: Document,
    @Ip() address: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<ExplanationView> {
    onlyParameters(query, ['endpoint']);
    const endpoint = oneOf(query, 'endpoint', explainedEndpoints);
    return this.explanations.explain(id, parameters, { endpoint, address }, caller);
  }
}
