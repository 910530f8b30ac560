import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { resources } from '@clientele/client-schema';
import { Clock } from '@clientele/runtime';
import { Config } from '../configuration/config.js';
import { Metrics } from '../metrics.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountsService } from './accounts/accounts.service.js';
import { AccessGuard } from './authorization/access.guard.js';
import { AuthorshipInterceptor } from './authorization/authorship.interceptor.js';
import { FailedAuthorizations } from './authorization/failed-authorizations.js';
import { EveryRouteHasPermission } from './authorization/permissions.js';
import { TokenVerifier } from './authorization/token-verifier.js';
import { ClientDocumentsController } from './client-documents/client-documents.controller.js';
import { ClientDocumentsService } from './client-documents/client-documents.service.js';
import { AddressedClients } from './clients/addressed-clients.js';
import { ClientAdmission } from './clients/client-admission.js';
import { ClientExplanationsController } from './clients/client-explanations.controller.js';
import { ClientExplanationsService } from './clients/client-explanations.service.js';
import { ClientReadingsService } from './clients/client-readings.service.js';
import { ClientRevisionsController } from './clients/client-revisions.controller.js';
import { ClientRevisionsService } from './clients/client-revisions.service.js';
import { ClientImports } from './clients/client-imports.js';
import { ClientKeyPairController } from './clients/client-key-pair.controller.js';
import { ClientKeyPairService } from './clients/client-key-pair.service.js';
import { ClientSecretsController } from './clients/client-secrets.controller.js';
import { ClientSecretsService } from './clients/client-secrets.service.js';
import { ClientsController } from './clients/clients.controller.js';
import { ClientTrashService } from './clients/client-trash.service.js';
import { ClientViews } from './clients/client-views.js';
import { FindingCounts } from './clients/finding-counts.js';
import { ClientWritesService } from './clients/client-writes.service.js';
import { OwnKeyPairs } from './clients/own-key-pair.js';
import { Explainer } from './clients/explainer.js';
import { SectorDocuments } from './clients/sector-documents.js';
import { EventsController } from './events/events.controller.js';
import { EventsService } from './events/events.service.js';
import { GrantsController } from './grants/grants.controller.js';
import { GrantsService } from './grants/grants.service.js';
import { AnswerInterceptor } from './http/answer.interceptor.js';
import { DryRunInterceptor } from './http/dry-run.interceptor.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { RouteInterceptor } from './http/route.interceptor.js';
import { Routes } from './http/routes.js';
import { type Describe } from './pages/openapi-document.js';
import { Elsewhere } from './key-pairs/elsewhere.js';
import { KeyMaker } from './key-pairs/key-maker.js';
import { KeyPairKeys } from './key-pairs/key-pair-keys.js';
import { KeyPairsController } from './key-pairs/key-pairs.controller.js';
import { KeyPairsService } from './key-pairs/key-pairs.service.js';
import { OperationsController } from './operations/operations.controller.js';
import { Readiness } from './operations/readiness.js';
import { PendingReceipts } from './receipts/pending-receipts.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { ReceiptsService } from './receipts/receipts.service.js';
import { Registry } from './registry.js';
import { Companions } from './resources/companions.js';
import { Heirs } from './resources/heirs.js';
import { resourceController } from './resources/resource-controller.js';
import { ResourcesService } from './resources/resources.service.js';
import { ServerView } from './server-view.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsService } from './settings/settings.service.js';

/** What the admin application needs from the process it runs in. */
export interface AdminDependencies {
  readonly registry: Registry;
  readonly config: Config;
  readonly clock: Clock;
  readonly tokens: TokenVerifier;
  readonly pendingReceipts: PendingReceipts;
  readonly elsewhere: Elsewhere;
  readonly sectors: SectorDocuments;
  readonly explainer: Explainer;
  readonly metrics: Metrics;
  readonly describe: Describe;
}

@Module({
  imports: [DiscoveryModule],
  controllers: [
    ClientsController,
    ClientSecretsController,
    ClientKeyPairController,
    ClientRevisionsController,
    ClientExplanationsController,
    ClientDocumentsController,
    SettingsController,
    ...resources.map((resource) => resourceController(resource)),
    KeyPairsController,
    AccountsController,
    GrantsController,
    ReceiptsController,
    EventsController,
    OperationsController,
  ],
  providers: [
    AddressedClients,
    ClientViews,
    ClientReadingsService,
    FindingCounts,
    ClientAdmission,
    ClientWritesService,
    ClientTrashService,
    ClientImports,
    ClientSecretsService,
    ClientKeyPairService,
    OwnKeyPairs,
    ClientRevisionsService,
    ClientExplanationsService,
    ClientDocumentsService,
    SettingsService,
    KeyMaker,
    KeyPairKeys,
    Companions,
    Heirs,
    ResourcesService,
    KeyPairsService,
    AccountsService,
    GrantsService,
    ReceiptsService,
    EventsService,
    Readiness,
    ServerView,
    FailedAuthorizations,
    EveryRouteHasPermission,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
    AuthorshipInterceptor,
    IdempotencyInterceptor,
    AnswerInterceptor,
    DryRunInterceptor,
    { provide: APP_INTERCEPTOR, useClass: RouteInterceptor },
  ],
})
export class AdminModule {
  static with(dependencies: AdminDependencies, routes: Routes): DynamicModule {
    const { registry, config, clock, tokens, pendingReceipts, elsewhere, sectors, explainer, metrics } = dependencies;
    return {
      module: AdminModule,
      providers: [
        { provide: Registry, useValue: registry },
        { provide: Config, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: TokenVerifier, useValue: tokens },
        { provide: PendingReceipts, useValue: pendingReceipts },
        { provide: Elsewhere, useValue: elsewhere },
        { provide: SectorDocuments, useValue: sectors },
        { provide: Explainer, useValue: explainer },
        { provide: Metrics, useValue: metrics },
        { provide: Routes, useValue: routes },
      ],
    };
  }
}
