import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Document, JsonBody, PatchBody } from '../http/body.js';
import { type Patch as Change } from '../http/patch.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, onlyParameters, pageRequest, several } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { type AccountView, type AccountWithPassword, AccountsService } from './accounts.service.js';

@Controller('accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  /** Creates an account. A password that was not given is generated and shown, this once. */
  @Post()
  @RequiresScope('accounts:write')
  createAccount(
    @JsonBody() document: Document,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<AccountWithPassword>> {
    onlyParameters(query, ['dry_run']);
    return this.accounts.create(document, caller);
  }

  @Get()
  @RequiresScope('accounts:write')
  listAccounts(@Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<Page<AccountView>> {
    const page = pageRequest(query, caller, { filters: ['username'], others: ['sub'] });
    return this.accounts.list(page, several(query, 'sub', 200));
  }

  @Get(':sub')
  @RequiresScope('accounts:write')
  getAccount(@Param('sub') sub: string, @Query() query: RawQuery): Promise<Stored<AccountView>> {
    onlyParameters(query, []);
    return this.accounts.read(sub);
  }

  @Put(':sub')
  @RequiresScope('accounts:write')
  replaceAccount(
    @Param('sub') sub: string,
    @JsonBody() document: Document,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<AccountView>> {
    onlyParameters(query, ['dry_run']);
    return this.accounts.replace(sub, document, precondition, caller);
  }

  @Patch(':sub')
  @RequiresScope('accounts:write')
  patchAccount(
    @Param('sub') sub: string,
    @PatchBody() patch: Change,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<AccountView>> {
    onlyParameters(query, ['dry_run']);
    return this.accounts.patch(sub, patch, precondition, caller);
  }

  @Delete(':sub')
  @HttpCode(204)
  @RequiresScope('accounts:write')
  deleteAccount(
    @Param('sub') sub: string,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<void> {
    onlyParameters(query, []);
    return this.accounts.remove(sub, precondition, caller);
  }
}
