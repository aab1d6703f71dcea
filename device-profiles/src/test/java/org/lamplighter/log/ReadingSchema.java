// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.log;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code readings.proto} as text, so that the tests hold the codec against the schema. */
final class ReadingSchema {
    private static final Set<String> SCALARS =
            Set.of("string", "int64", "sint64", "int32", "bool", "double");
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(message|enum) (\\w+) \\{(.*?)^\\}", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FIELD =
            Pattern.compile("(oneof \\w+ \\{)|(\\})|(?:(repeated) )?(\\w+) (\\w+) = (\\d+);");
    private static final Pattern CONSTANT = Pattern.compile("(\\w+) = (\\d+);");

    private ReadingSchema() {}

    static Descriptor loggedReading() {
        try (InputStream in = ReadingCodec.class.getResourceAsStream("readings.proto")) {
            if (in == null) {
                throw new IllegalStateException("readings.proto is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String code = text.replaceAll("//[^\n]*", "");
            return FileDescriptor.buildFrom(file(code), new FileDescriptor[0])
                    .findMessageTypeByName("LoggedReading");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("readings.proto is no schema", e);
        }
    }

    private static FileDescriptorProto file(String code) {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder()
                        .setName("readings.proto")
                        .setPackage("org.lamplighter.log")
                        .setSyntax("proto3");
        Matcher block = BLOCK.matcher(code);
        while (block.find()) {
            String name = block.group(2);
            if (block.group(1).equals("enum")) {
                EnumDescriptorProto.Builder type = file.addEnumTypeBuilder().setName(name);
                Matcher constant = CONSTANT.matcher(block.group(3));
                while (constant.find()) {
                    type.addValue(
                            EnumValueDescriptorProto.newBuilder()
                                    .setName(constant.group(1))
                                    .setNumber(Integer.parseInt(constant.group(2))));
                }
            } else {
                fields(file.addMessageTypeBuilder().setName(name), block.group(3));
            }
        }
        return file.build();
    }

    private static void fields(DescriptorProto.Builder message, String body) {
        Matcher field = FIELD.matcher(body);
        boolean inOneof = false;
        while (field.find()) {
            if (field.group(1) != null) {
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("value"));
                inOneof = true;
            } else if (field.group(2) != null) {
                inOneof = false;
            } else {
                FieldDescriptorProto.Builder proto =
                        message.addFieldBuilder()
                                .setName(field.group(5))
                                .setNumber(Integer.parseInt(field.group(6)))
                                .setLabel(
                                        field.group(3) == null
                                                ? FieldDescriptorProto.Label.LABEL_OPTIONAL
                                                : FieldDescriptorProto.Label.LABEL_REPEATED);
                String type = field.group(4);
                if (SCALARS.contains(type)) {
                    proto.setType(
                            FieldDescriptorProto.Type.valueOf(
                                    "TYPE_" + type.toUpperCase(Locale.ROOT)));
                } else {
                    proto.setTypeName(type);
                }
                if (inOneof) {
                    proto.setOneofIndex(0);
                }
            }
        }
    }
}
