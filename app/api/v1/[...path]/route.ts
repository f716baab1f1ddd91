import { notThere } from '@/lib/http/api'

export { notThere as DELETE, notThere as GET, notThere as PATCH, notThere as POST, notThere as PUT }
