import { Group } from '../../field.js';
import { CertificateBundlePem, HostNames } from '../../kinds.js';
import { exampleCertificate } from '../../example-certificate.js';
import { ours } from '../../specs.js';

@Group({
  name: 'outbound_trust',
  title: 'Outbound trust',
  intro: 'Where this server may call for this application, for its keys, requests, sector and logout.',
  spec: ours('outbound-trust'),
})
export class OutboundTrustFields {
  /**
   * The hosts that are called for the client, beside the issuer's: up to 50 names without wildcards. Empty: any, or none
   * where the server’s `outbound_trust_mode` is `explicit` and `trusted_authorities` is empty too.
   */
  @HostNames({
    label: 'Trusted hosts',
    help: 'The only hosts that this server calls for the application. Empty: any public one, unless the server wants them named.',
    spec: ours('outbound-trust'),
    maxItems: 50,
    default: [],
    example: ['keys.example.com'],
  })
  trusted_hosts: string[];

  /** Certificate authorities in PEM, at most 256 KiB: whoever is called for the client must have a certificate of theirs. */
  @CertificateBundlePem({
    label: 'Trusted authorities',
    help: 'Certificate authorities in PEM that alone vouch for the hosts called. Empty: those that every host needs.',
    spec: ours('outbound-trust'),
    default: '',
    example: exampleCertificate,
  })
  trusted_authorities: string;
}
