import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Java's own path validation (RFC 5280, 6) with revocation, for clients, under one policy, at a moment of ours. One line for each certificate.
 * java Pkix.java ROOT ISSUER MILLISECONDS POLICY crl|ocsp FILE|ADDRESS CERTIFICATE…
 */
public class Pkix {
  private static final CertificateFactory FACTORY = factory();

  public static void main(String[] words) throws Exception {
    X509Certificate issuer = certificate(words[1]);
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificate(words[0]), null)));
    parameters.setDate(new Date(Long.parseLong(words[2])));
    parameters.setInitialPolicies(Set.of(words[3]));
    parameters.setExplicitPolicyRequired(true);
    X509CertSelector forClients = new X509CertSelector();
    forClients.setExtendedKeyUsage(Set.of("1.3.6.1.5.5.7.3.2"));
    parameters.setTargetCertConstraints(forClients);
    if (words[4].equals("crl")) {
      // The root publishes no list.
      checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.PREFER_CRLS, Option.NO_FALLBACK));
      try (InputStream octets = Files.newInputStream(Path.of(words[5]))) {
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(FACTORY.generateCRL(octets)))));
      }
    } else {
      checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
      checker.setOcspResponder(URI.create(words[5]));
    }
    parameters.addCertPathChecker(checker);
    for (String path : List.of(words).subList(6, words.length)) {
      String verdict;
      try {
        validator.validate(FACTORY.generateCertPath(List.of(certificate(path), issuer)), parameters);
        verdict = "good";
      } catch (CertPathValidatorException refused) {
        verdict = refused.getReason() + " " + refused.getMessage();
      }
      System.out.println(path + ": " + verdict);
    }
  }

  private static X509Certificate certificate(String path) throws Exception {
    try (InputStream octets = Files.newInputStream(Path.of(path))) {
      return (X509Certificate) FACTORY.generateCertificate(octets);
    }
  }

  private static CertificateFactory factory() {
    try {
      return CertificateFactory.getInstance("X.509");
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
