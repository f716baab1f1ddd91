-- CreateEnum
CREATE TYPE "token_scope" AS ENUM ('upload', 'read');

-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('pass', 'warn', 'no_data', 'fail', 'error');

-- CreateEnum
CREATE TYPE "evidence_outcome" AS ENUM ('pass', 'fail', 'error');

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "origin" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deactivated_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "administrator" (
    "id" SERIAL NOT NULL,
    "user_id" UUID NOT NULL,
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "administrator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_assignment" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup_code" (
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by" UUID,

    CONSTRAINT "setup_code_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "scope" "token_scope" NOT NULL,
    "gated" BOOLEAN NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_by" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "phase" TEXT,
    "phase_entered_at" TIMESTAMPTZ(3),
    "revision_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program_revision" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "canonical" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision_activation" (
    "id" SERIAL NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "revision_activation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "phase_change" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "phase_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "program_window" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "program_window_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "late_window" (
    "window_id" INTEGER NOT NULL,

    CONSTRAINT "late_window_pkey" PRIMARY KEY ("window_id")
);

-- CreateTable
CREATE TABLE "window_evaluation" (
    "id" SERIAL NOT NULL,
    "window_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "phase" TEXT,
    "status" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "scoreboard" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "window_evaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "series" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "measure" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "environment" TEXT NOT NULL,

    CONSTRAINT "series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fingerprint" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "fields" JSONB NOT NULL,

    CONSTRAINT "fingerprint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provenance" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "command" TEXT,
    "system" TEXT,
    "record_id" TEXT,
    "recorded_by" TEXT,

    CONSTRAINT "provenance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample_context" (
    "id" SERIAL NOT NULL,
    "series_id" INTEGER NOT NULL,
    "fingerprint_id" INTEGER NOT NULL,
    "provenance_id" INTEGER NOT NULL,

    CONSTRAINT "sample_context_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "commit" TEXT,
    "ref" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ci_url" TEXT,
    "gated" BOOLEAN NOT NULL,
    "release_candidate" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "position" INTEGER,

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ref_state" (
    "program_id" INTEGER NOT NULL,
    "ref" TEXT NOT NULL,
    "completions" INTEGER NOT NULL,

    CONSTRAINT "ref_state_pkey" PRIMARY KEY ("program_id","ref")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_digest" BYTEA NOT NULL,
    "canonical_digest" BYTEA NOT NULL,
    "body" BYTEA NOT NULL,
    "samples" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload_answer" (
    "upload_id" INTEGER NOT NULL,
    "answer" JSON NOT NULL,

    CONSTRAINT "upload_answer_pkey" PRIMARY KEY ("upload_id")
);

-- CreateTable
CREATE TABLE "sample" (
    "upload_id" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "context_id" INTEGER NOT NULL,
    "series_id" INTEGER NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "passed" DOUBLE PRECISION,
    "total" DOUBLE PRECISION,
    "seed" BIGINT,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "late" BOOLEAN NOT NULL,
    "artifact" TEXT NOT NULL,
    "sha256" BYTEA,
    "replay" TEXT,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("upload_id","ordinal","received_at")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "run_verdict" (
    "id" SERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "series_id" INTEGER NOT NULL,
    "window_id" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "final" BOOLEAN NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "base" "verdict" NOT NULL,
    "verdict" "verdict" NOT NULL,
    "value" DOUBLE PRECISION,
    "limit" DOUBLE PRECISION,
    "warn" DOUBLE PRECISION,
    "reasons" TEXT[],
    "breaches" INTEGER NOT NULL,
    "samples" INTEGER NOT NULL,
    "late" BOOLEAN NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "judged_at" TIMESTAMPTZ(3) NOT NULL,
    "artifact" TEXT,
    "sha256" BYTEA,

    CONSTRAINT "run_verdict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "series_window" (
    "series_id" INTEGER NOT NULL,
    "window_id" INTEGER NOT NULL,
    "latest_id" INTEGER NOT NULL,
    "worst_id" INTEGER NOT NULL,
    "latest_verdict" "verdict" NOT NULL,
    "latest_value" DOUBLE PRECISION,
    "latest_observed_at" TIMESTAMPTZ(3) NOT NULL,
    "worst_verdict" "verdict" NOT NULL,
    "worst_value" DOUBLE PRECISION,
    "worst_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "series_window_pkey" PRIMARY KEY ("window_id","series_id")
);

-- CreateTable
CREATE TABLE "board_stamp" (
    "program_id" INTEGER NOT NULL,
    "stamp" BIGINT NOT NULL,

    CONSTRAINT "board_stamp_pkey" PRIMARY KEY ("program_id")
);

-- CreateTable
CREATE TABLE "streak" (
    "series_id" INTEGER NOT NULL,
    "ref" TEXT NOT NULL,
    "breaches" INTEGER NOT NULL,

    CONSTRAINT "streak_pkey" PRIMARY KEY ("series_id","ref")
);

-- CreateTable
CREATE TABLE "evidence_result" (
    "upload_id" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "evidence" TEXT NOT NULL,
    "outcome" "evidence_outcome" NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "provenance_id" INTEGER NOT NULL,
    "artifact" TEXT NOT NULL,
    "sha256" BYTEA,
    "replay" TEXT,

    CONSTRAINT "evidence_result_pkey" PRIMARY KEY ("upload_id","ordinal")
);

-- CreateTable
CREATE TABLE "defect_list" (
    "upload_id" INTEGER NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "defect_list_pkey" PRIMARY KEY ("upload_id")
);

-- CreateTable
CREATE TABLE "defect" (
    "upload_id" INTEGER NOT NULL,
    "defect" TEXT NOT NULL,
    "title" TEXT,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "surface" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "defect_pkey" PRIMARY KEY ("upload_id","defect")
);

-- CreateTable
CREATE TABLE "register_entry" (
    "id" BIGSERIAL NOT NULL,
    "program_id" INTEGER,
    "type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "payload" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "register_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "identity_user_id_idx" ON "identity"("user_id");

-- CreateIndex
CREATE INDEX "administrator_user_id_idx" ON "administrator"("user_id");

-- CreateIndex
CREATE INDEX "role_assignment_program_id_role_idx" ON "role_assignment"("program_id", "role");

-- CreateIndex
CREATE INDEX "role_assignment_user_id_idx" ON "role_assignment"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_program_id_idx" ON "api_token"("program_id");

-- CreateIndex
CREATE UNIQUE INDEX "program_slug_key" ON "program"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "program_id_revision_id_key" ON "program"("id", "revision_id");

-- CreateIndex
CREATE UNIQUE INDEX "program_revision_program_id_number_key" ON "program_revision"("program_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "program_revision_program_id_id_key" ON "program_revision"("program_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "revision_activation_revision_id_key" ON "revision_activation"("revision_id");

-- CreateIndex
CREATE INDEX "phase_change_program_id_at_idx" ON "phase_change"("program_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "program_window_program_id_starts_at_key" ON "program_window"("program_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "program_window_program_id_ends_at_key" ON "program_window"("program_id", "ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "program_window_program_id_label_key" ON "program_window"("program_id", "label");

-- CreateIndex
CREATE UNIQUE INDEX "window_evaluation_window_id_number_key" ON "window_evaluation"("window_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "series_program_id_measure_profile_environment_key" ON "series"("program_id", "measure", "profile", "environment");

-- CreateIndex
CREATE UNIQUE INDEX "fingerprint_program_id_digest_key" ON "fingerprint"("program_id", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "provenance_program_id_digest_key" ON "provenance"("program_id", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "sample_context_series_id_fingerprint_id_provenance_id_key" ON "sample_context"("series_id", "fingerprint_id", "provenance_id");

-- CreateIndex
CREATE UNIQUE INDEX "sample_context_id_series_id_key" ON "sample_context"("id", "series_id");

-- CreateIndex
CREATE INDEX "run_program_id_opened_at_idx" ON "run"("program_id", "opened_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "run_program_id_actor_external_id_key" ON "run"("program_id", "actor", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_program_id_ref_position_key" ON "run"("program_id", "ref", "position");

-- CreateIndex
CREATE INDEX "upload_run_id_idx" ON "upload"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "upload_program_id_actor_key_key" ON "upload"("program_id", "actor", "key");

-- CreateIndex
CREATE INDEX "sample_series_id_observed_at_idx" ON "sample"("series_id", "observed_at");

-- CreateIndex
CREATE INDEX "run_verdict_series_id_observed_at_idx" ON "run_verdict"("series_id", "observed_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "run_verdict_run_id_series_id_window_id_sequence_key" ON "run_verdict"("run_id", "series_id", "window_id", "sequence");

-- CreateIndex
CREATE INDEX "evidence_result_evidence_observed_at_idx" ON "evidence_result"("evidence", "observed_at" DESC);

-- CreateIndex
CREATE INDEX "register_entry_program_id_id_idx" ON "register_entry"("program_id", "id");

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "administrator" ADD CONSTRAINT "administrator_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program" ADD CONSTRAINT "program_id_revision_id_fkey" FOREIGN KEY ("id", "revision_id") REFERENCES "program_revision"("program_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_revision" ADD CONSTRAINT "program_revision_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision_activation" ADD CONSTRAINT "revision_activation_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "program_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "phase_change" ADD CONSTRAINT "phase_change_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "program_window" ADD CONSTRAINT "program_window_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "late_window" ADD CONSTRAINT "late_window_window_id_fkey" FOREIGN KEY ("window_id") REFERENCES "program_window"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "window_evaluation" ADD CONSTRAINT "window_evaluation_window_id_fkey" FOREIGN KEY ("window_id") REFERENCES "program_window"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "window_evaluation" ADD CONSTRAINT "window_evaluation_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "program_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series" ADD CONSTRAINT "series_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_context" ADD CONSTRAINT "sample_context_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_context" ADD CONSTRAINT "sample_context_fingerprint_id_fkey" FOREIGN KEY ("fingerprint_id") REFERENCES "fingerprint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_context" ADD CONSTRAINT "sample_context_provenance_id_fkey" FOREIGN KEY ("provenance_id") REFERENCES "provenance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_answer" ADD CONSTRAINT "upload_answer_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample" ADD CONSTRAINT "sample_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample" ADD CONSTRAINT "sample_context_id_series_id_fkey" FOREIGN KEY ("context_id", "series_id") REFERENCES "sample_context"("id", "series_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_verdict" ADD CONSTRAINT "run_verdict_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_verdict" ADD CONSTRAINT "run_verdict_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_verdict" ADD CONSTRAINT "run_verdict_window_id_fkey" FOREIGN KEY ("window_id") REFERENCES "program_window"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_verdict" ADD CONSTRAINT "run_verdict_revision_id_fkey" FOREIGN KEY ("revision_id") REFERENCES "program_revision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series_window" ADD CONSTRAINT "series_window_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series_window" ADD CONSTRAINT "series_window_window_id_fkey" FOREIGN KEY ("window_id") REFERENCES "program_window"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series_window" ADD CONSTRAINT "series_window_latest_id_fkey" FOREIGN KEY ("latest_id") REFERENCES "run_verdict"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series_window" ADD CONSTRAINT "series_window_worst_id_fkey" FOREIGN KEY ("worst_id") REFERENCES "run_verdict"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "board_stamp" ADD CONSTRAINT "board_stamp_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "streak" ADD CONSTRAINT "streak_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_result" ADD CONSTRAINT "evidence_result_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_result" ADD CONSTRAINT "evidence_result_provenance_id_fkey" FOREIGN KEY ("provenance_id") REFERENCES "provenance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect_list" ADD CONSTRAINT "defect_list_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "defect" ADD CONSTRAINT "defect_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "defect_list"("upload_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "register_entry" ADD CONSTRAINT "register_entry_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

-- Upload bodies come compressed; compressing them again costs time and gains nothing.
ALTER TABLE "upload" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- Rows that cannot be.
ALTER TABLE "installation" ADD CONSTRAINT "installation_one_row" CHECK ("id" = 1);
ALTER TABLE "administrator" ADD CONSTRAINT "administrator_end" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL) AND "ended_at" >= "granted_at");
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_end" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL) AND "ended_at" >= "granted_at");
ALTER TABLE "setup_code" ADD CONSTRAINT "setup_code_hash" CHECK (length("hash") = 32);
ALTER TABLE "setup_code" ADD CONSTRAINT "setup_code_use" CHECK (("used_at" IS NULL) = ("used_by" IS NULL));
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_hash" CHECK (length("hash") = 32);
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_gated_uploads" CHECK ("scope" = 'upload' OR NOT "gated");
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_revocation" CHECK (("revoked_at" IS NULL) = ("revoked_by" IS NULL));
ALTER TABLE "program" ADD CONSTRAINT "program_phase" CHECK (("phase" IS NULL) = ("phase_entered_at" IS NULL));
ALTER TABLE "program_revision" ADD CONSTRAINT "program_revision_number" CHECK ("number" >= 1);
ALTER TABLE "program_revision" ADD CONSTRAINT "program_revision_digest" CHECK (length("digest") = 32);
ALTER TABLE "program_window" ADD CONSTRAINT "program_window_span" CHECK ("ends_at" > "starts_at");
ALTER TABLE "program_window" ADD CONSTRAINT "program_window_closed_after_end" CHECK ("closed_at" >= "ends_at");
ALTER TABLE "window_evaluation" ADD CONSTRAINT "window_evaluation_number" CHECK ("number" >= 1);
ALTER TABLE "window_evaluation" ADD CONSTRAINT "window_evaluation_status" CHECK ("status" IN ('green', 'yellow', 'red'));
ALTER TABLE "window_evaluation" ADD CONSTRAINT "window_evaluation_digest" CHECK (length("digest") = 32);
ALTER TABLE "fingerprint" ADD CONSTRAINT "fingerprint_digest" CHECK (length("digest") = 32);
ALTER TABLE "provenance" ADD CONSTRAINT "provenance_digest" CHECK (length("digest") = 32);
ALTER TABLE "provenance" ADD CONSTRAINT "provenance_command_or_record" CHECK (num_nonnulls("command", "system") = 1 AND num_nonnulls("system", "record_id", "recorded_by") IN (0, 3));
ALTER TABLE "run" ADD CONSTRAINT "run_commit" CHECK ("commit" ~ '^[0-9a-f]{7,64}$' AND ("commit" IS NOT NULL OR "actor" LIKE 'user:%'));
ALTER TABLE "run" ADD CONSTRAINT "run_completion" CHECK ("completed_at" >= "opened_at");
ALTER TABLE "run" ADD CONSTRAINT "run_position" CHECK (("position" IS NOT NULL) = ("completed_at" IS NOT NULL AND "gated"));
ALTER TABLE "ref_state" ADD CONSTRAINT "ref_state_completions" CHECK ("completions" >= 0);
ALTER TABLE "upload" ADD CONSTRAINT "upload_digests" CHECK (length("body_digest") = 32 AND length("canonical_digest") = 32);
ALTER TABLE "upload" ADD CONSTRAINT "upload_samples" CHECK ("samples" BETWEEN 0 AND 10000);
ALTER TABLE "sample" ADD CONSTRAINT "sample_value_finite" CHECK ("value" > '-Infinity' AND "value" < 'Infinity');
ALTER TABLE "sample" ADD CONSTRAINT "sample_proportion" CHECK (("passed" IS NULL AND "total" IS NULL) OR ("passed" >= 0 AND "passed" <= "total" AND "total" > 0 AND "total" < 'Infinity'));
ALTER TABLE "sample" ADD CONSTRAINT "sample_not_from_the_future" CHECK ("observed_at" <= "received_at" + interval '5 minutes');
ALTER TABLE "sample" ADD CONSTRAINT "sample_sha256" CHECK (length("sha256") = 32);
ALTER TABLE "run_verdict" ADD CONSTRAINT "run_verdict_value" CHECK (("base" = 'no_data') = ("value" IS NULL));
ALTER TABLE "run_verdict" ADD CONSTRAINT "run_verdict_no_better_than_base" CHECK ("verdict" >= "base");
ALTER TABLE "run_verdict" ADD CONSTRAINT "run_verdict_reasons" CHECK ("verdict" = 'pass' OR cardinality("reasons") > 0);
ALTER TABLE "run_verdict" ADD CONSTRAINT "run_verdict_counts" CHECK ("breaches" >= 0 AND "samples" >= 1 AND "sequence" >= 0);
ALTER TABLE "streak" ADD CONSTRAINT "streak_breaches" CHECK ("breaches" >= 0);
ALTER TABLE "evidence_result" ADD CONSTRAINT "evidence_result_sha256" CHECK (length("sha256") = 32);
ALTER TABLE "defect" ADD CONSTRAINT "defect_resolution" CHECK ("resolved_at" >= "opened_at");
ALTER TABLE "register_entry" ADD CONSTRAINT "register_entry_digest" CHECK (length("digest") = 32);

-- At most one open grant each.
CREATE UNIQUE INDEX "administrator_one_open" ON "administrator" ("user_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "role_assignment_one_open" ON "role_assignment" ("program_id", "user_id", "role") WHERE "ended_at" IS NULL;

-- Append-only: what has been written stays (semantics 12). The app's role may not even try; these triggers stop
-- everyone else, the owner included, until they are dropped, which a checker sees.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE PROCEDURE "make_append_only"(target regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION refuse_change()', target);
  EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', target);
END $$;

DO $$
DECLARE target text;
BEGIN
  FOREACH target IN ARRAY ARRAY[
    'program_revision', 'revision_activation', 'phase_change', 'window_evaluation', 'series', 'fingerprint', 'provenance',
    'sample_context', 'upload', 'upload_answer', 'sample', 'run_verdict', 'evidence_result', 'defect_list', 'defect', 'register_entry'
  ] LOOP
    CALL make_append_only(target::regclass);
  END LOOP;
END $$;

-- Samples lie in partitions by month of arrival. Row triggers of the parent hold in every partition; TRUNCATE
-- triggers do not, so each partition gets its own.
CREATE FUNCTION "add_sample_partition"(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  first date := date_trunc('month', month);
  name text := 'sample_' || to_char(first, 'YYYY_MM');
BEGIN
  IF to_regclass(name) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF sample FOR VALUES FROM (%L) TO (%L)', name,
    first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
  EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
END $$;

-- Arrivals outside every month's partition still find a place.
CREATE TABLE "sample_other" PARTITION OF "sample" DEFAULT;
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "sample_other" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The role the app works as. It owns nothing, reads everything, adds rows, and changes only what may change.
DO $$
BEGIN
  CREATE ROLE signalbox_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END $$;

GRANT USAGE ON SCHEMA public TO signalbox_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO signalbox_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO signalbox_app;
DO $$
BEGIN
  REVOKE INSERT ON "_prisma_migrations" FROM signalbox_app;
EXCEPTION WHEN undefined_table THEN
  NULL; -- in a shadow database
END $$;
REVOKE ALL ON FUNCTION "add_sample_partition"(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "add_sample_partition"(date) TO signalbox_app;
REVOKE ALL ON PROCEDURE "make_append_only"(regclass) FROM PUBLIC;

GRANT UPDATE ("name", "email", "deactivated_at") ON "user_account" TO signalbox_app;
GRANT UPDATE ("ended_by", "ended_at") ON "administrator" TO signalbox_app;
GRANT UPDATE ("ended_by", "ended_at") ON "role_assignment" TO signalbox_app;
GRANT UPDATE ("used_at", "used_by") ON "setup_code" TO signalbox_app;
GRANT UPDATE ("revoked_by", "revoked_at", "last_used_at") ON "api_token" TO signalbox_app;
GRANT UPDATE ("phase", "phase_entered_at", "revision_id") ON "program" TO signalbox_app;
GRANT UPDATE ("closed_at") ON "program_window" TO signalbox_app;
GRANT UPDATE ("completed_at", "position") ON "run" TO signalbox_app;
GRANT UPDATE ("completions") ON "ref_state" TO signalbox_app;
GRANT UPDATE ON "series_window" TO signalbox_app;
GRANT UPDATE ("stamp") ON "board_stamp" TO signalbox_app;
GRANT UPDATE ("breaches") ON "streak" TO signalbox_app;
GRANT UPDATE, DELETE ON "late_window" TO signalbox_app;
