import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Document, OptionalJsonBody } from '../http/body.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, onlyParameters } from '../http/query.js';
import { type Stored } from '../http/stored.js';
import { type KeyView } from '../key-pairs/key-pairs.service.js';
import { ClientKeyPairService } from './client-key-pair.service.js';

@Controller('clients/:client_id/key-pair/keys')
export class ClientKeyPairController {
  constructor(private readonly pair: ClientKeyPairService) {}

  /** The keys of the pair that the client has for itself, those that are over too. */
  @Get()
  @RequiresScope('clients:read')
  listClientKeys(
    @Param('client_id') id: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<{ items: KeyView[] }> {
    onlyParameters(query, []);
    return this.pair.list(id, caller);
  }

  /** Makes the next key of the pair. */
  @Post()
  @RequiresScope('clients:write')
  rotateClientKeyPair(
    @Param('client_id') id: string,
    @OptionalJsonBody() document: Document,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<KeyView>> {
    onlyParameters(query, []);
    return this.pair.rotate(id, document, precondition, caller);
  }

  @Delete(':kid')
  @HttpCode(204)
  @RequiresScope('clients:write')
  endClientKey(
    @Param('client_id') id: string,
    @Param('kid') kid: string,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<void> {
    onlyParameters(query, []);
    return this.pair.withdraw(id, kid, precondition, caller);
  }
}
