import { Controller, Get, Header, Redirect, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type ClientCertificates } from '@clientele/client-schema';
import { Config, certificatesAsRulesSeeThem } from '../../configuration/config.js';
import { Metrics } from '../../metrics.js';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { consoleClientId } from '../../bootstrap/system-clients.js';
import {
  type ProtectedResource,
  protectedResourceOf,
  protectedResourcePath,
} from '../authorization/protected-resource.js';
import { Public } from '../authorization/requires-scope.js';
import { Readiness } from './readiness.js';

/** What operators, their tools and the console's start page ask for without a token. */
@Controller()
export class OperationsController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly config: Config,
  ) {}

  @Get()
  @Public()
  @Redirect('/console/', 302)
  openConsole(): void {}

  /** Whether the process runs. Depends on nothing else: a database that is away is no reason to restart. */
  @Get('healthz')
  @Public()
  getHealth(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Whether requests should be sent here. */
  @Get('readyz')
  @Public()
  async getReadiness(): Promise<{ status: 'ok' }> {
    const obstacles = await this.readiness.obstacles();
    if (obstacles.length === 0) return { status: 'ok' };
    throw new Problem(problems.unavailable, {
      detail: `Not ready: ${obstacles.join(', ')}.`,
      headers: { 'retry-after': '1' },
    });
  }

  /** Counters of this process in the Prometheus text format. */
  @Get('metrics')
  @Public()
  async getMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.metrics.registry.contentType);
    return this.metrics.exposition();
  }

  /** Who gives access tokens for this API, and for what. RFC 9728. */
  @Get(protectedResourcePath)
  @Public()
  getProtectedResource(): ProtectedResource {
    return protectedResourceOf(this.config);
  }

  /** What the console must know before anybody has signed in. */
  @Get('console/config.json')
  @Public()
  @Header('cache-control', 'no-store')
  getConsoleConfiguration(): {
    issuer: string;
    admin_url: string;
    client_id: string;
    client_certificates: ClientCertificates;
  } {
    const { issuer, adminUrl } = this.config;
    const client_certificates = certificatesAsRulesSeeThem(this.config);
    return { issuer, admin_url: adminUrl, client_id: consoleClientId, client_certificates };
  }
}
