/** The addresses of a client to which browsers are sent back. */
export const redirects = ['redirect_uris', 'post_logout_redirect_uris'] as const;

type Redirects = Readonly<Record<(typeof redirects)[number], readonly string[]>>;

/** Every such address, each with the pointer to it. */
export function redirectsOf(client: Redirects): readonly { readonly uri: string; readonly pointer: string }[] {
  return redirects.flatMap((name) => client[name].map((uri, index) => ({ uri, pointer: `/${name}/${index}` })));
}

/** Pointers to the addresses after a logout whose origin no redirect URI has. */
export function foreignPostLogoutRedirects({ redirect_uris, post_logout_redirect_uris }: Redirects): readonly string[] {
  const known = new Set(redirect_uris.map(originOf));
  return post_logout_redirect_uris.flatMap((uri, index) =>
    known.has(originOf(uri)) ? [] : [`/post_logout_redirect_uris/${index}`],
  );
}

/** The origin of a web address; of any other one its scheme, which stands for the app. */
export function originOf(uri: string): string {
  const { protocol, host } = new URL(uri);
  return /^https?:$/.test(protocol) ? `${protocol}//${host}` : protocol;
}
