// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.gateway.bridge;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXReason;
import java.util.Collection;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates a bridge takes from its broker, and what it says of one it does not take. */
final class BrokerTrust {
    private BrokerTrust() {}

    /**
     * Sockets that trust the authorities of a file and nobody else.
     *
     * @throws IOException if the file cannot be read or has no certificates; the message says what
     *     to do
     */
    static SSLSocketFactory of(Path caFile) throws IOException {
        try {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int count = 0;
            for (Certificate certificate : certificates(caFile)) {
                authorities.setCertificateEntry("authority-" + count++, certificate);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw unusable(caFile, String.valueOf(e.getMessage()), e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path caFile) throws IOException {
        byte[] pem;
        try (InputStream in = Files.newInputStream(caFile)) {
            pem = in.readNBytes(BridgeConfig.MAX_CA_FILE + 1);
        } catch (NoSuchFileException e) {
            throw unusable(caFile, "there is no such file", e);
        }
        if (pem.length > BridgeConfig.MAX_CA_FILE) {
            throw unusable(
                    caFile, "it is longer than " + BridgeConfig.MAX_CA_FILE + " bytes", null);
        }
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem));
            if (found.isEmpty()) {
                throw unusable(caFile, "it has no certificate", null);
            }
            return found;
        } catch (CertificateException e) {
            throw unusable(caFile, "it has no certificate that can be read", e);
        }
    }

    private static IOException unusable(Path caFile, String why, @Nullable Exception cause) {
        return new IOException(
                "the ca-file "
                        + caFile
                        + " cannot be used: "
                        + why
                        + "; put the certificates of the broker's authorities there, in PEM"
                        + " (-----BEGIN CERTIFICATE-----)",
                cause);
    }

    /** What is wrong with the broker's certificate and what to do, if that ended a connect. */
    static Optional<String> findFault(MqttException e, BridgeConfig config) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertPathBuilderException unknown -> {
                    return Optional.of(untrusted(config));
                }
                case CertPathValidatorException invalid -> {
                    if (invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
                        return Optional.of(untrusted(config));
                    }
                    return Optional.of(invalid(invalid));
                }
                case CertificateException other when other.getCause() == null -> {
                    // of this class itself where the name is wrong, else of one derived from it
                    if (other.getClass() != CertificateException.class) {
                        return Optional.of(invalid(other));
                    }
                    return Optional.of(
                            "the broker's certificate is not for "
                                    + config.url().getHost()
                                    + ": "
                                    + other.getMessage()
                                    + "; let the bridge's url say a name that the certificate has,"
                                    + " or give the broker one for this name");
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static String invalid(GeneralSecurityException why) {
        return "the broker's certificate is not valid: "
                + why.getMessage()
                + "; give the broker a valid one";
    }

    private static String untrusted(BridgeConfig config) {
        return config.caFile()
                .map(
                        file ->
                                "the broker's certificate comes from no authority that is in "
                                        + file
                                        + "; put the certificate of its authority there, in PEM, if"
                                        + " it is the right broker")
                .orElse(
                        "the broker's certificate comes from no authority that Java trusts; put"
                                + " the certificate of its authority into a file, in PEM, and name"
                                + " it as the bridge's ca-file, if it is the right broker");
    }
}
