import { type Credentials } from './bootstrap/bootstrap.js';
import { type Config } from './configuration/config.js';

/** What a person reads when the server has started; the credentials only once, as nobody can show them again. */
export function announcement(
  config: Pick<Config, 'issuer' | 'adminUrl' | 'roles' | 'clientCertificates'>,
  credentials: Credentials | undefined,
): string {
  const lines = ['', '  Clientele is ready.', ''];
  if (config.roles.has('admin')) lines.push(`  Console and admin API   ${config.adminUrl}`);
  if (config.roles.has('issuer')) lines.push(`  Issuer                  ${config.issuer}`);
  const { aliasUrl } = config.clientCertificates;
  if (config.roles.has('issuer') && aliasUrl) lines.push(`  With certificates       ${aliasUrl}`);
  if (credentials) {
    lines.push(
      '',
      '  First start. These are shown this once; keep them:',
      '',
      `  Administrator           ${credentials.username}`,
      `  Password                ${credentials.password}`,
      `  Automation client       ${credentials.client_id}`,
      `  Client secret           ${credentials.client_secret}`,
    );
  }
  return [...lines, '', ''].join('\n');
}
