/** The corner cases of redirect URIs, by number, for every way in. Not part of what the library offers. */

/** A request of a native client that has registered one address. */
export interface Comparison {
  readonly row: string;
  readonly registered: string;
  readonly requested: string;
  readonly isAllowed: boolean;
}

const callback = 'https://app.example.com/cb';
const loopback = 'http://127.0.0.1/cb';
const loopbackPort = 'http://127.0.0.1:8080/cb';
const international = 'https://xn--bcher-kva.example/cb';
const privateUse = 'com.example.app:/cb';
const withQuery = 'https://app.example.com/cb?a=1&b=2';
const anyHost = 'https://*.example.com/cb';
const anySegment = 'https://app.example.com/**';

const rows: readonly [row: string, registered: string, requested: string, result: 'allow' | 'deny'][] = [
  ['RU-01', callback, callback, 'allow'],
  ['RU-02', callback, 'https://app.example.com/cb/', 'deny'],
  ['RU-03', callback, 'https://app.example.com/CB', 'deny'],
  ['RU-04', callback, 'https://APP.example.com/cb', 'deny'],
  ['RU-05', callback, 'HTTPS://app.example.com/cb', 'deny'],
  ['RU-06', callback, 'http://app.example.com/cb', 'deny'],
  ['RU-07', callback, 'https://app.example.com:443/cb', 'deny'],
  ['RU-08', callback, 'https://app.example.com/%63b', 'deny'],
  ['RU-09', callback, 'https://app.example.com/./cb', 'deny'],
  ['RU-10', callback, 'https://app.example.com/x/../cb', 'deny'],
  ['RU-11', callback, 'https://app.example.com/cb/%2e%2e/admin', 'deny'],
  ['RU-12', callback, 'https://app.example.com//cb', 'deny'],
  ['RU-13', callback, 'https://app.example.com/cb?x=1', 'deny'],
  ['RU-14', callback, 'https://app.example.com/cb?', 'deny'],
  ['RU-15', callback, 'https://app.example.com/cb#', 'deny'],
  ['RU-16', callback, 'https://app.example.com/cb#frag', 'deny'],
  ['RU-17', callback, 'https://app.example.com@evil.example/cb', 'deny'],
  ['RU-18', callback, 'https://user:pw@app.example.com/cb', 'deny'],
  ['RU-19', callback, 'https://a@b@evil.example/cb', 'deny'],
  ['RU-20', callback, 'https://app.example.com\\@evil.example/cb', 'deny'],
  ['RU-21', callback, 'https:/app.example.com/cb', 'deny'],
  ['RU-22', callback, '//app.example.com/cb', 'deny'],
  ['RU-23 line feed', callback, `${callback}\n`, 'deny'],
  ['RU-23 tab', callback, 'https://app.example.com/\tcb', 'deny'],
  ['RU-23 space', callback, ` ${callback}`, 'deny'],
  ['RU-24', callback, 'https://app.example.com./cb', 'deny'],
  ['RU-25', callback, 'https://app.example.com.evil.example/cb', 'deny'],
  ['RU-26', callback, 'https://app。example。com/cb', 'deny'],
  ['RU-26 full width', callback, 'https://ａpp.example.com/cb', 'deny'],
  ['RU-27', callback, 'https://аpp.example.com/cb', 'deny'],
  ['RU-29', international, 'https://bücher.example/cb', 'deny'],
  ['RU-30', loopback, 'http://127.0.0.1:49152/cb', 'allow'],
  ['RU-31', loopbackPort, 'http://127.0.0.1:9090/cb', 'allow'],
  ['RU-33', loopbackPort, loopback, 'allow'],
  ['RU-34', loopback, 'http://localhost:5000/cb', 'deny'],
  ['RU-35', loopback, 'http://[::1]:5000/cb', 'deny'],
  ['RU-36', 'http://[::1]/cb', 'http://[::1]:61023/cb', 'allow'],
  ['RU-37', 'http://[::1]/cb', 'http://[0:0:0:0:0:0:0:1]:61023/cb', 'deny'],
  ['RU-38', 'http://localhost/cb', 'http://localhost:3000/cb', 'allow'],
  ['RU-39', loopback, 'http://127.0.0.1:5000/cb?x=1', 'deny'],
  ['RU-40', loopback, 'http://127.0.0.1:5000/other', 'deny'],
  ['RU-41', loopback, 'http://127.1:5000/cb', 'deny'],
  ['RU-41 decimal', loopback, 'http://2130706433/cb', 'deny'],
  ['RU-41 hexadecimal', loopback, 'http://0x7f.1/cb', 'deny'],
  ['RU-42', loopback, 'http://127.0.0.1:0/cb', 'deny'],
  ['RU-42 too large', loopback, 'http://127.0.0.1:65536/cb', 'deny'],
  ['RU-42 leading zero', loopback, 'http://127.0.0.1:08080/cb', 'deny'],
  ['RU-43', 'https://127.0.0.1:8443/cb', 'https://127.0.0.1:9443/cb', 'deny'],
  ['RU-44', loopback, 'http://127.0.0.1.evil.example:80/cb', 'deny'],
  ['RU-46', privateUse, privateUse, 'allow'],
  ['RU-47', privateUse, 'com.example.app://cb', 'deny'],
  ['RU-48', privateUse, 'COM.example.app:/cb', 'deny'],
  ['RU-51', withQuery, withQuery, 'allow'],
  ['RU-52', withQuery, 'https://app.example.com/cb?b=2&a=1', 'deny'],
  ['RU-53', withQuery, 'https://app.example.com/cb?a=%31&b=2', 'deny'],
  ['RU-54', withQuery, 'https://app.example.com/cb?a=1&b=2&c=3', 'deny'],
  ['RU-56', 'https://app.example.com', 'https://app.example.com/', 'deny'],
  ['RU-57', 'https://app.example.com/cb;v=1', callback, 'deny'],
  ['RU-58', anyHost, callback, 'allow'],
  ['RU-59', anyHost, 'https://a.app.example.com/cb', 'deny'],
  ['RU-60', anyHost, 'https://ab.example.com/cb', 'deny'],
  ['RU-61', anyHost, 'https://example.com/cb', 'deny'],
  ['RU-62', anyHost, 'https://app.example.com.evil.example/cb', 'deny'],
  ['RU-63', anyHost, 'https://evil.example/.example.com/cb', 'deny'],
  ['RU-64', anyHost, 'https://app.example.com:8443/cb', 'deny'],
  ['RU-65', anyHost, 'https://App.example.com/cb', 'deny'],
  ['RU-66', anyHost, 'https://xn--pp-6kc.example.com/cb', 'deny'],
  ['RU-67', anySegment, callback, 'allow'],
  ['RU-68', anySegment, 'https://app.example.com/a/b', 'deny'],
  ['RU-69', anySegment, 'https://app.example.com/', 'deny'],
  ['RU-70', anySegment, 'https://app.example.com/..', 'deny'],
  ['RU-70 encoded dots', anySegment, 'https://app.example.com/%2e%2e', 'deny'],
  ['RU-70 path parameter', anySegment, 'https://app.example.com/..;/admin', 'deny'],
  ['RU-70 encoded slash', anySegment, 'https://app.example.com/a%2fb', 'deny'],
  ['RU-71', anySegment, 'https://app.example.com/cb?x=1', 'deny'],
  ['RU-72', 'https://www.example.com/**/callback', 'https://www.example.com/this/callback', 'allow'],
  ['RU-80', callback, '', 'deny'],
];

/** What a request may say where something else is registered. Wildcards are permitted. */
export const comparisons: readonly Comparison[] = rows.map(([row, registered, requested, result]) => ({
  row,
  registered,
  requested,
  isAllowed: result === 'allow',
}));

/** What no client can register, also one that may register wildcards. */
export const refused: readonly (readonly [row: string, address: string])[] = [
  ['RU-28', 'https://bücher.example/cb'],
  ['RU-45', 'http://192.168.1.10/cb'],
  ['RU-45', 'http://app.example.com/cb'],
  ['RU-50', 'javascript:alert(1)'],
  ['RU-50', 'JaVaScRiPt:alert(1)'],
  ['RU-50', 'data:text/html,x'],
  ['RU-50', 'vbscript:x'],
  ['RU-50', 'file:///etc/passwd'],
  ['RU-50', 'blob:https://app.example.com/x'],
  ['RU-50', 'about:blank'],
  ['RU-55', 'https://app.example.com/cb?code=x'],
  ['RU-73', 'https://www.example.com/th*/callback'],
  ['RU-73', 'https://app.example.com/*'],
  ['RU-74', 'https://app.example.com*'],
  ['RU-74', 'https://app*.example.com/cb'],
  ['RU-75', 'https://*'],
  ['RU-75', 'https://*.com/cb'],
  ['RU-75', 'https://*.co.uk/cb'],
  ['RU-75', 'https://app.*.com/cb'],
  ['RU-76', 'https://app.example.com:*/cb'],
  ['RU-76', '*://app.example.com/cb'],
  ['RU-76', 'https://app.example.com/cb?x=*'],
];

/** What a native client can register, and is warned of. */
export const advisedAgainst: readonly (readonly [row: string, address: string])[] = [['RU-49', 'myapp:/cb']];

/** Rows that are of no comparison of two addresses: each has a test of its own, under its number. */
export const otherwise = ['RU-32', 'RU-77', 'RU-78', 'RU-79'];
