import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Document, OptionalJsonBody } from '../http/body.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, onlyParameters } from '../http/query.js';
import { type Stored } from '../http/stored.js';
import { ClientSecretsService, type FreshSecretView } from './client-secrets.service.js';
import { type SecretView } from './client-secret.js';

@Controller('clients/:client_id/secrets')
export class ClientSecretsController {
  constructor(private readonly secrets: ClientSecretsService) {}

  /** A new secret, shown this once. */
  @Post()
  @RequiresScope('clients:secrets')
  rotateClientSecret(
    @Param('client_id') id: string,
    @OptionalJsonBody() document: Document,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<FreshSecretView>> {
    onlyParameters(query, []);
    return this.secrets.rotate(id, document, precondition, caller);
  }

  /** What is known of the secrets, never the secrets. */
  @Get()
  @RequiresScope('clients:read')
  listClientSecrets(
    @Param('client_id') id: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<{ items: SecretView[] }> {
    onlyParameters(query, []);
    return this.secrets.list(id, caller);
  }

  @Delete(':secret_id')
  @HttpCode(204)
  @RequiresScope('clients:secrets')
  endClientSecret(
    @Param('client_id') id: string,
    @Param('secret_id') secret: string,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<void> {
    onlyParameters(query, []);
    return this.secrets.end(id, secret, precondition, caller);
  }
}
