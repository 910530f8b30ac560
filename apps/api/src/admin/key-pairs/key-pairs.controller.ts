import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Document, OptionalJsonBody } from '../http/body.js';
import { type RawQuery, onlyParameters } from '../http/query.js';
import { type Stored } from '../http/stored.js';
import { type KeyView, KeyPairsService } from './key-pairs.service.js';

@Controller('key-pairs/:id/keys')
export class KeyPairsController {
  constructor(private readonly pairs: KeyPairsService) {}

  /** The keys of a pair, those that are over too. */
  @Get()
  @RequiresScope('settings:read')
  listKeys(@Param('id') id: string, @Query() query: RawQuery): Promise<{ items: KeyView[] }> {
    onlyParameters(query, []);
    return this.pairs.list(id);
  }

  /** Makes the next key of a pair. */
  @Post()
  @RequiresScope('keys:write')
  rotateKeyPair(
    @Param('id') id: string,
    @OptionalJsonBody() document: Document,
    @Query() query: RawQuery,
  ): Promise<Stored<KeyView>> {
    onlyParameters(query, []);
    return this.pairs.rotate(id, document);
  }

  @Delete(':kid')
  @HttpCode(204)
  @RequiresScope('keys:write')
  endKey(@Param('id') id: string, @Param('kid') kid: string, @Query() query: RawQuery): Promise<void> {
    onlyParameters(query, []);
    return this.pairs.withdraw(id, kid);
  }
}
