import { useLocalStorage } from '@mantine/hooks';

export type Density = 'comfortable' | 'compact';

/** How close the rows of tables stand; remembered on this device. */
export function useDensity() {
  return useLocalStorage<Density>({
    key: 'clientele.density',
    defaultValue: 'comfortable',
    getInitialValueInEffect: false,
  });
}
