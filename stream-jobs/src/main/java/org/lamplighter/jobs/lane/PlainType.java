// Copyright the Lamplighter authors. SPDX-License-Identifier: Apache-2.0
package org.lamplighter.jobs.lane;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Tells Flink which serializer a value has, so that it never falls back to reflection.
 *
 * @param <T> the value
 */
public final class PlainType<T> extends TypeInformation<T> {
    /** Of {@link LogItem}. */
    public static final TypeInformation<LogItem> LOG_ITEM =
            new PlainType<>(LogItem.class, new LogItemSerializer());

    /** Of {@link TopicRecord}. */
    public static final TypeInformation<TopicRecord> TOPIC_RECORD =
            new PlainType<>(TopicRecord.class, new TopicRecordSerializer());

    private final Class<T> type;
    private final PlainSerializer<T> serializer;

    /**
     * The type of a value.
     *
     * @param type its class
     * @param serializer its serializer
     */
    public PlainType(Class<T> type, PlainSerializer<T> serializer) {
        this.type = type;
        this.serializer = serializer;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer;
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlainType<?> that && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PlainType<?>;
    }
}
