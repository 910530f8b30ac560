import { Controller, Get, Param, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type RawQuery, onlyParameters, pageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { type ReceiptView, ReceiptsService } from './receipts.service.js';

@Controller('receipts')
export class ReceiptsController {
  constructor(private readonly receipts: ReceiptsService) {}

  /** Refusals, newest first; of one client, where it is named. */
  @Get()
  @RequiresScope('clients:read')
  listReceipts(@Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<Page<ReceiptView>> {
    return this.receipts.list(pageRequest(query, caller, { filters: ['client_id'] }), caller);
  }

  /** The refusal whose code the caller of the token server was told. */
  @Get(':code')
  @RequiresScope('clients:read')
  getReceipt(
    @Param('code') code: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<ReceiptView> {
    onlyParameters(query, []);
    return this.receipts.read(code, caller);
  }
}
