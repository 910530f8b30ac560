import { type ClientCertificates } from '@clientele/client-schema';

/** Where the console finds its issuer and its API; served beside it, so one build fits every installation. */
export interface ConsoleConfig {
  issuer: string;
  admin_url: string;
  client_id: string;
  /** How certificates of clients reach the issuer. */
  client_certificates: ClientCertificates;
}

export async function readConfig(): Promise<ConsoleConfig> {
  const response = await fetch(`${import.meta.env.BASE_URL}config.json`, { cache: 'no-store' });
  if (!response.ok) throw new Error(`The console's configuration could not be read (HTTP ${response.status}).`);
  return (await response.json()) as ConsoleConfig;
}
