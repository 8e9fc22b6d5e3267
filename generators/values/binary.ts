import fc from 'fast-check';
import type { Flavours } from './flavours.ts';

/** Base64 with padding (RFC 7643 §2.3.6, RFC 4648 §4). The hard ones end in every padding and hold `+` and `/`. */
export const binary: Flavours = {
  realistic: base64({ minLength: 1, maxLength: 48 }),
  hard: fc
    .tuple(fc.constantFrom([], [0xfb, 0xef, 0xff]), bytes({ minLength: 1, maxLength: 256 }))
    .map((parts) => encode(parts.flat())),
};

function base64(bounds: { readonly minLength: number; readonly maxLength: number }): fc.Arbitrary<string> {
  return bytes(bounds).map(encode);
}

function bytes(bounds: { readonly minLength: number; readonly maxLength: number }): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(255), bounds);
}

function encode(octets: readonly number[]): string {
  return Buffer.from(octets).toString('base64');
}

/** A self-signed certificate for example.test, whose key nobody has kept: `x509Certificates.value` must be DER (RFC 7643 §4.1.2). */
const CERTIFICATE =
  'MIIBhjCCASugAwIBAgIUGdqgriM2CtwnX16Cf9ia8qEcOqgwCgYIKoZIzj0EAwIwFzEVMBMGA1UEAwwMZXhhbXBsZS50ZXN0MCAX' +
  'DTI2MTEyMTEzMTAzMloYDzIxMjYxMDI4MTMxMDMyWjAXMRUwEwYDVQQDDAxleGFtcGxlLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO' +
  'PQMBBwNCAATm6V/w4AXW4ze0abzZQfm9hHL0++/UFEtqr15FtS2PW6CvW5+PTIvAZ2VF6+vpcxyqEPeZ/vcVyKn8fYt7qD3po1Mw' +
  'UTAdBgNVHQ4EFgQUzi1apKISKZDW/COVxAzM6RodF+owHwYDVR0jBBgwFoAUzi1apKISKZDW/COVxAzM6RodF+owDwYDVR0TAQH/' +
  'BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAjBOmq7+YodZTA4o2uvVRuPvB3gwQLl5H3seOcxHfhc8CIQC0jBXsASF1dyHmjM+R' +
  'qB06BGk/o/Pv2/UPRW2Ng1dTRg==';

/** An X.509 certificate in DER, base64-encoded. */
export const certificate: Flavours = { realistic: fc.constant(CERTIFICATE), hard: fc.constant(CERTIFICATE) };
