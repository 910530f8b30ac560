import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type Permission, permissionKey } from './requires-scope.js';

/** What a handler demands; undefined: nobody has said, so it demands more than anybody has. */
export function permissionOf(handler: object): Permission | undefined {
  return Reflect.getMetadata(permissionKey, handler) as Permission | undefined;
}

/** Stops the start when a route has no declared permission, so that none is ever open by oversight. */
@Injectable()
export class EveryRouteHasPermission implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const bare = this.discovery.getControllers().flatMap(({ metatype }) => {
      const methods = metatype?.prototype as Record<string, object> | undefined;
      if (!methods) return [];
      return this.scanner
        .getAllMethodNames(methods)
        .filter((name) => Reflect.hasMetadata('path', methods[name]!) && permissionOf(methods[name]!) === undefined)
        .map((name) => `${metatype!.name}.${name}`);
    });
    if (bare.length > 0) throw new Error(`routes without @RequiresScope or @Public: ${bare.join(', ')}`);
  }
}
