import { Injectable } from '@nestjs/common';
import { type StoredAccessTokenManager } from '@clientele/storage';
import { notFound } from '../../problems/problem.js';
import { type PageRequest } from '../http/query.js';
import { slice } from '../http/slice.js';
import { type Page, Stored } from '../http/stored.js';
import { Registry } from '../registry.js';

export type AccessTokenManagerView = StoredAccessTokenManager;

@Injectable()
export class AccessTokenManagersService {
  constructor(private readonly registry: Registry) {}

  async list(page: PageRequest): Promise<Page<AccessTokenManagerView>> {
    return slice(await this.registry.accessTokenManagers.list(), ({ id }) => id, page);
  }

  async read(id: string): Promise<Stored<AccessTokenManagerView>> {
    const manager = await this.registry.accessTokenManagers.find(id);
    if (!manager) throw notFound('access token manager');
    return new Stored(manager, manager.revision);
  }
}
