-- AlterTable
ALTER TABLE "parity_debt" ADD COLUMN     "end_reason" TEXT;

-- AlterTable
ALTER TABLE "remediation_plan" ADD COLUMN     "end_reason" TEXT;

-- AlterTable
ALTER TABLE "waiver" ADD COLUMN     "end_reason" TEXT;

-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

-- Whatever ends early says why. Rows that ended before this was kept have only its digest, on the register.
ALTER TABLE "waiver" ADD CONSTRAINT "waiver_end_reason" CHECK (("ended_at" IS NULL) = ("end_reason" IS NULL)) NOT VALID;
ALTER TABLE "remediation_plan" ADD CONSTRAINT "remediation_plan_end_reason" CHECK (("ended_at" IS NULL) = ("end_reason" IS NULL)) NOT VALID;
ALTER TABLE "parity_debt" ADD CONSTRAINT "parity_debt_end_reason" CHECK (("ended_at" IS NULL) = ("end_reason" IS NULL)) NOT VALID;

GRANT UPDATE ("end_reason") ON "waiver", "remediation_plan", "parity_debt" TO signalbox_app;
