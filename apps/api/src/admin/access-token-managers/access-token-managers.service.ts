import { Injectable } from '@nestjs/common';
import { type StoredAccessTokenManager } from '@clientele/storage';
import { notFound } from '../../problems/problem.js';
import { type PageRequest } from '../http/query.js';
import { Page, Stored } from '../http/stored.js';
import { Registry } from '../registry.js';

export type AccessTokenManagerView = StoredAccessTokenManager;

@Injectable()
export class AccessTokenManagersService {
  constructor(private readonly registry: Registry) {}

  async list(page: PageRequest): Promise<Page<AccessTokenManagerView>> {
    const { items, next, total } = await this.registry.accessTokenManagers.list(page);
    return new Page(items, next, total);
  }

  async read(id: string): Promise<Stored<AccessTokenManagerView>> {
    const manager = await this.registry.accessTokenManagers.find(id);
    if (!manager) throw notFound('access token manager');
    return new Stored(manager, manager.revision);
  }
}
