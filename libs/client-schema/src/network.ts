/** What is wrong with a network in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3), or nothing. */
export function networkFault(value: unknown): string | undefined {
  const [, address = '', prefix = ''] = /^([0-9A-Fa-f.:]{2,45})\/(\d{1,3})$/.exec(String(value)) ?? [];
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  return typeof value === 'string' && bits > 0 && String(Number(prefix)) === prefix && Number(prefix) <= bits
    ? undefined
    : 'must be a network such as 192.0.2.0/24 or 2001:db8::/32';
}

export function isIPv4(address: string): boolean {
  const octets = address.split('.');
  return octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256);
}

/** By the parser of URLs, which knows every spelling. */
export function isIPv6(address: string): boolean {
  return address.includes(':') && URL.canParse(`http://[${address}]/`);
}
