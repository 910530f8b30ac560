import { useSyncExternalStore } from 'react';

export type Density = 'comfortable' | 'compact';

const key = 'clientele.density';
const listeners = new Set<() => void>();

function read(): Density {
  return localStorage.getItem(key) === 'compact' ? 'compact' : 'comfortable';
}

function choose(density: Density): void {
  localStorage.setItem(key, density);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How close the rows of tables stand; remembered on this device once somebody has chosen. */
export function useDensity(): readonly [Density, (density: Density) => void] {
  return [useSyncExternalStore(subscribe, read), choose];
}
