const components = /^(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;
const ipLiteral = /^[a-z][a-z0-9+.-]*:\/\/\[[0-9a-f:.]+\]/i;

/**
 * Whether a string consists of what RFC 3986 allows, so that no two parsers read it differently: percent signs only in
 * escapes, brackets only around an IP address in the place of the host, one number sign at most.
 */
export function hasUriSyntax(value: string): boolean {
  const [address = '', fragment = '', ...more] = value.split('#');
  return more.length === 0 && components.test(address.replace(ipLiteral, '')) && components.test(fragment);
}
