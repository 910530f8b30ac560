import { ok, rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';
import { type ApplicationType, type ClientType } from '../vocabulary.js';

export const applicationTypeFitsClientType = rule({
  id: 'application-type-fits-client-type',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: ['client_type', 'application_type'],
  // Registration requests know application_type alone, so there it leads.
  settle: ({ client_type, application_type }, _server, asked) => {
    const demanded = typeDemandedBy(client_type);
    if (demanded === undefined || demanded === application_type) return {};
    return asked.has('application_type')
      ? { client_type: application_type === 'native' ? 'native' : 'web' }
      : { application_type: demanded };
  },
  check: ({ client_type, application_type }) => {
    const demanded = typeDemandedBy(client_type);
    return demanded === undefined || demanded === application_type
      ? ok
      : violation('/application_type', `must be ${demanded} while client_type is ${client_type}`);
  },
});

/** A machine may run anywhere, and money is moved from anywhere, so these types demand nothing. */
function typeDemandedBy(clientType: ClientType): ApplicationType | undefined {
  if (clientType === 'server_to_server' || clientType === 'financial') return undefined;
  return clientType === 'native' ? 'native' : 'web';
}
